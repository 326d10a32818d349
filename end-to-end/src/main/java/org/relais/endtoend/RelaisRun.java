package org.relais.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.relais.launcher.RunInfo;

/** One {@code ./relais run}, in a process group of its own as a shell would start it. One thread starts it; others may look. */
public final class RelaisRun implements AutoCloseable {
    private static final Set<String> KEPT = Set.of("RELAIS_AS_BUILT", "RELAIS_JVM_OPTIONS");
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private final Path clone;
    private final Path data;
    private volatile Process process;
    private volatile Path output;
    private volatile Path errors;

    private RelaisRun(Path clone, Path data, List<String> options) throws IOException {
        this.clone = clone;
        this.data = Files.createDirectories(data);
        this.output = log(".out.log");
        this.errors = log(".err.log");
        this.process = launch(options);
    }

    /**
     * Starts it.
     *
     * @param clone whose {@code relais} script
     * @param data where everything of the run lives
     * @param options more options
     */
    public static RelaisRun start(Path clone, Path data, List<String> options) throws IOException {
        return new RelaisRun(clone, data, options);
    }

    /**
     * SIGKILL of the launcher alone, and at once a new start on the same data.
     *
     * @param options of the new start
     */
    public void restart(List<String> options) throws IOException {
        killLauncher();
        output = log(".out.log");
        errors = log(".err.log");
        process = launch(options);
    }

    private Path log(String suffix) throws IOException {
        return Files.createTempFile(data.getParent(), "run-", suffix);
    }

    private Process launch(List<String> options) throws IOException {
        // Who started the build may ignore SIGINT, as shells make their background jobs do, and all its children with
        // it.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", "setsid"));
        command.addAll(List.of(clone.resolve("relais").toString(), "run", "--data", data.toString()));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command);
        // What the user has in the environment for a production of their own, its databases for instance, must not
        // reach this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("RELAIS_") && !KEPT.contains(name));
        return builder.redirectInput(
                        ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
    }

    public Path data() {
        return data;
    }

    public Path csvFolder() {
        return data.resolve("in");
    }

    public Path outputFile() {
        return data.resolve("out").resolve("toto.csv");
    }

    public RunInfo info() throws IOException {
        RunInfo info = RunInfo.read(data.resolve("run.json"));
        if (info.pid() != process.pid()) {
            throw new IOException("run.json is still that of the run before");
        }
        return info;
    }

    /** The present process of that name. */
    public RunInfo.ChildInfo child(String name) throws IOException {
        RunInfo.ChildInfo child = info().processes().get(name);
        if (child == null) {
            throw new IOException(name + " is not started yet");
        }
        return child;
    }

    /** Waits until broker, database and all components are started. */
    public void awaitStarted() {
        Eventually.eventually(Slowness.scale(START_LIMIT), () -> {
            requireAlive();
            if (!text().contains("Started in")) {
                throw new AssertionError("not started yet");
            }
        });
    }

    private void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("relais run ended with " + process.exitValue());
        }
    }

    /** Waits for its end. {@return the exit code} */
    public int awaitExit(Duration limit) {
        if (!Signals.hasEnded(process, limit)) {
            throw new AssertionError("relais run has not ended within " + limit.toSeconds() + " s");
        }
        return process.exitValue();
    }

    /** What it has printed for people. */
    public String text() throws IOException {
        return Files.readString(output) + Files.readString(errors);
    }

    /** What it has printed to its standard output, which must be one JSON document. */
    public JsonNode json() throws IOException {
        return new ObjectMapper().readTree(Files.readString(output));
    }

    /** Ctrl-C. */
    public void interrupt() throws IOException {
        Signals.interruptGroup(process.pid());
    }

    /** SIGKILL of the launcher alone. */
    public void killLauncher() {
        process.destroyForcibly().onExit().join();
    }

    public long pid() {
        return process.pid();
    }

    /** The children of the last run on this data directory that still run. */
    public List<String> survivors() throws IOException {
        return RunInfo.read(data.resolve("run.json")).processes().entrySet().stream()
                .filter(child -> child.getValue().isAlive())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            askToEnd();
        }
        killLauncher();
        if (Files.exists(data.resolve("run.json"))) {
            RunInfo.read(data.resolve("run.json")).processes().values().stream()
                    .filter(RunInfo.ChildInfo::isAlive)
                    .forEach(child -> Signals.kill(child.pid()));
        }
    }

    private void askToEnd() {
        try {
            interrupt();
            Signals.hasEnded(process, STOP_LIMIT);
        } catch (IOException endedMeanwhile) {
            return; // what it may have left behind is killed nevertheless
        }
    }
}
