package org.relais.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A component started by itself, as {@code java -jar} starts it, in a process that ends with this JVM. */
final class LoneComponent implements AutoCloseable {
    private static final List<String> FLAGS = List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final String name;
    private final Process process;

    private LoneComponent(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts the jar of a module.
     *
     * @param module whose
     * @param settings for its command line
     * @param crash where it is to halt; null: nowhere
     * @param folder for its log
     */
    static LoneComponent start(String module, Map<String, String> settings, @Nullable CrashPoint crash, Path folder)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (crash != null) {
            command.add("-javaagent:" + CrashPoint.agent() + "=script:" + crash.write(folder));
        }
        command.addAll(List.of("-jar", Repository.jar(module).toString()));
        return start(module, command, settings, folder);
    }

    /**
     * Starts a class of the tests.
     *
     * @param main its name
     */
    static LoneComponent start(String main, Map<String, String> settings, Path folder) throws IOException {
        List<String> command = List.of("-cp", System.getProperty("java.class.path"), main);
        return start(main.substring(main.lastIndexOf('.') + 1), command, settings, folder);
    }

    private static LoneComponent start(String name, List<String> what, Map<String, String> settings, Path folder)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Drelais.parent=" + ProcessHandle.current().pid());
        command.addAll(FLAGS);
        command.addAll(what);
        settings.forEach((key, value) -> command.add("--" + key + "=" + value));
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        return new LoneComponent(name, process);
    }

    /** Waits for its end. {@return the exit code} */
    int awaitExit(Duration limit) {
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
