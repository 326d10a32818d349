package org.relais.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.relais.endtoend.faults.Requirement;

/** A Docker engine, by its command line; and a compose project on it. */
final class Docker {

    private static final Duration LIMIT = Duration.ofMinutes(9);

    private final Path folder;
    private final Map<String, String> environment;
    private final List<String> compose;

    /**
     * @param folder where docker-compose.yml is
     * @param project the project's name
     * @param environment what the file's variables stand for
     */
    Docker(Path folder, String project, Map<String, String> environment) throws IOException, InterruptedException {
        this.folder = folder;
        this.environment = environment;
        this.compose = new ArrayList<>(
                succeeds("docker", "compose", "version") ? List.of("docker", "compose") : List.of("docker-compose"));
        compose.addAll(List.of("-p", project));
    }

    /** Ends the test where no engine answers: skipped with a word, or failed where a full run is asked for (CI=true). */
    static void require() throws IOException, InterruptedException {
        if (!succeeds("docker", "info")) {
            Requirement.missing("no Docker engine answers: the compose deployment is not tested");
        }
    }

    /** {@return what a compose command printed} */
    String compose(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(compose);
        command.addAll(List.of(arguments));
        return run(command, "");
    }

    /** {@return what a command in a service's container printed} */
    String exec(String service, String... command) throws IOException, InterruptedException {
        return execWithInput("", service, command);
    }

    /** {@return what a command in a service's container printed} */
    String execWithInput(String input, String service, String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(compose);
        all.addAll(List.of("exec", "-T", service));
        all.addAll(List.of(command));
        return run(all, input);
    }

    /** {@return what a docker command printed} */
    String docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return run(command, "");
    }

    /** {@return the ids of a service's containers, first copy first} */
    List<String> containers(String service) throws IOException, InterruptedException {
        return compose("ps", "-q", service).lines().filter(id -> !id.isBlank()).toList();
    }

    private String run(List<String> command, String input) throws IOException, InterruptedException {
        Path output = Files.createTempFile("docker", ".out");
        Path errors = Files.createTempFile("docker", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (var stream = process.getOutputStream()) {
                stream.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("not within " + LIMIT.toMinutes() + " minutes: " + command);
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(command + " failed: " + Files.readString(output) + Files.readString(errors));
            }
            return Files.readString(output);
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}
