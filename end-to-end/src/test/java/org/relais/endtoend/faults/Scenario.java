package org.relais.endtoend.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.relais.endtoend.CrashPoint;
import org.relais.endtoend.Repository;

/**
 * A test of a module as it runs in a JVM of its own, with all that this module's and the end-to-end tests need on the class path.
 *
 * @param module whose
 * @param test {@code package.Class#method}
 */
record Scenario(String module, String test) {
    private static final int PATIENCE_SECONDS = 15;
    private static final int LIMIT_SECONDS = 120;

    /**
     * How it ended.
     *
     * @param exitCode one of {@link ScenarioMain}'s
     * @param output all that it printed
     */
    record Result(int exitCode, String output) {}

    /** Runs it as it is. */
    Result run(Path folder) throws IOException, InterruptedException {
        return run(List.of(), folder);
    }

    /** Runs it without the safeguard. */
    Result runWithout(Safeguard safeguard, Path folder) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("safeguard.btm"), safeguard.script());
        return run(List.of("-javaagent:" + CrashPoint.agent() + "=script:" + script), folder);
    }

    private Result run(List<String> agent, Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("scenario.log");
        Process process = new ProcessBuilder(command(agent))
                .directory(Repository.home().resolve(module).toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroy();
            process.waitFor();
        }
        return new Result(process.exitValue(), Files.readString(log));
    }

    private List<String> command(List<String> agent) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Drelais.patience=" + PATIENCE_SECONDS);
        command.addAll(agent);
        Path classes = Repository.home().resolve(module).resolve("target").resolve("test-classes");
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException(classes + " is missing: the build makes it unless tests are skipped");
        }
        command.addAll(List.of("-cp", classes + File.pathSeparator + own(), ScenarioMain.class.getName(), test));
        return command;
    }

    /** This JVM's class path, but for runnable jars: their manifests bring PostgreSQL's binaries along, which may be there only once. */
    private static String own() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .map(Scenario::withoutManifest)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path withoutManifest(Path entry) {
        Path classes = entry.resolveSibling("classes");
        return entry.toString().endsWith(".jar") && Files.isDirectory(classes) ? classes : entry;
    }
}
