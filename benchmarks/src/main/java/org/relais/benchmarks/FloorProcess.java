package org.relais.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A process that runs the floor. Used by one thread. */
final class FloorProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final OutputStream in;
    private final Path log;

    /** Starts it.
     *
     * @param main what runs in it
     * @param mebibytes of its heap
     * @param arguments before the settings
     * @param settings of its clients
     * @param log where its complaints go */
    FloorProcess(Class<?> main, long mebibytes, List<String> arguments, Map<String, String> settings, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + mebibytes + "m",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=" + Benchmarks.LOGGING,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        settings.forEach((key, value) -> command.add(key + "=" + value));
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        this.in = process.getOutputStream();
        this.log = log;
    }

    /** {@return the settings that are the last of its arguments} */
    static Map<String, String> settings(String[] arguments, int first) {
        return Arrays.stream(arguments, first, arguments.length)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Tells it to begin. */
    void go() throws IOException {
        in.write('\n');
        in.flush();
    }

    /** Waits for the line that begins like this.
     *
     * @return what is behind it */
    String await(String beginning) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length()).strip();
            }
            System.err.println("floor: " + line);
        }
        throw new IOException("the floor ended before it said '" + beginning + "': " + Files.readString(log));
    }

    boolean hasSpoken() throws IOException {
        return out.ready() || !process.isAlive();
    }

    @Override
    public void close() throws IOException {
        in.close();
        process.destroy();
    }
}
