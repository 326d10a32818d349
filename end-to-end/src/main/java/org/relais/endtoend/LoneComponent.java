package org.relais.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.relais.launcher.Home;

/** A component started by itself, as {@code java -jar} starts it, in a process that ends with this JVM. */
public final class LoneComponent implements AutoCloseable {
    private static final List<String> FLAGS = List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final String name;
    private final Process process;
    private final Path log;

    private LoneComponent(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the jar of a module.
     *
     * @param module whose
     * @param settings for its command line
     * @param options more options for its JVM, an agent for instance
     * @param folder for its log
     */
    public static LoneComponent start(String module, Map<String, String> settings, List<String> options, Path folder)
            throws IOException {
        return startIn(new Surroundings(List.of(), options, Map.of()), module, settings, folder);
    }

    /**
     * Starts the jar of a module.
     *
     * @param surroundings how
     * @param module whose
     * @param settings for its command line
     * @param folder for its log
     */
    public static LoneComponent startIn(
            Surroundings surroundings, String module, Map<String, String> settings, Path folder) throws IOException {
        String jar = Home.jar(Home.find(), module).toString();
        return start(module, List.of("-jar", jar), settings, surroundings, folder);
    }

    /**
     * Starts a class that is on this JVM's class path.
     *
     * @param main its name
     */
    public static LoneComponent start(String main, Map<String, String> settings, Path folder) throws IOException {
        List<String> command = List.of("-cp", System.getProperty("java.class.path"), main);
        String name = main.substring(main.lastIndexOf('.') + 1);
        return start(name, command, settings, Surroundings.USUAL, folder);
    }

    private static LoneComponent start(
            String name, List<String> what, Map<String, String> settings, Surroundings surroundings, Path folder)
            throws IOException {
        List<String> command = new ArrayList<>(surroundings.starter());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Drelais.parent=" + ProcessHandle.current().pid());
        command.addAll(FLAGS);
        command.addAll(surroundings.flags());
        command.addAll(what);
        settings.forEach((key, value) -> command.add("--" + key + "=" + value));
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(surroundings.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        return new LoneComponent(name, process, log);
    }

    public long pid() {
        return process.pid();
    }

    /** {@return what it has printed, and those before it of its name in its folder} */
    public String output() throws IOException {
        return Files.readString(log);
    }

    /** As SIGKILL does. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Waits for its end. {@return the exit code} */
    public int awaitExit(Duration limit) {
        if (!Signals.hasEnded(process, limit)) {
            throw new AssertionError(name + " has not ended within " + limit.toSeconds() + " s");
        }
        return process.exitValue();
    }

    /** Asks it to stop, as SIGTERM does, and kills it if it does not. */
    @Override
    public void close() {
        process.destroy();
        if (!Signals.hasEnded(process, STOP_LIMIT)) {
            process.destroyForcibly().onExit().join();
        }
    }
}
