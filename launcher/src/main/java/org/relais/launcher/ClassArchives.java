package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes the archives of classes of all that a run starts, for the build: starts the broker and each component without any settings, and stops them
 * when they have come to rest. A database they don't have.
 */
public final class ClassArchives {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration REST = Duration.ofSeconds(20);
    private static final Duration END = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration NEXT_TO_NOTHING = Duration.ofMillis(100);

    private ClassArchives() {}

    /** Makes what is missing or older than its jar. Where that fails it says so; everything works without archives, too. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            Path home = Home.find();
            if (Boolean.getBoolean(ClassArchive.MAKE)) {
                make(home, Path.of(arguments[0]));
            } else if (!missing(home).isEmpty()) {
                startAnew();
                for (Path jar : missing(home)) System.out.println("There is no archive of the classes of " + jar);
            }
        } catch (IOException | ExecutionException e) {
            System.out.println("Archives of classes are not made: " + Reason.of(e));
        }
    }

    /** What the user has in the environment for a production of their own, its databases for instance, must not reach these processes. */
    private static void startAnew() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("relais-");
        try {
            ProcessBuilder builder = new ProcessBuilder(ChildProcess.java(List.of(
                    "-D" + ClassArchive.MAKE + "=true",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ClassArchives.class.getName(),
                    folder.toString())));
            builder.environment().keySet().removeIf(name -> name.startsWith("RELAIS_"));
            // For those that have such a setting. On the command line the others would refuse it.
            builder.environment().put(ComponentProcess.variable("", "path"), folder.toString());
            builder.inheritIO().start().waitFor();
        } finally {
            Folders.delete(folder);
        }
    }

    private static List<Path> missing(Path home) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path jar : jars(home)) {
            if (!ClassArchive.isCurrent(jar)) missing.add(jar);
        }
        return missing;
    }

    /** The launcher's, which the broker is run from, then those of all components. */
    private static List<Path> jars(Path home) throws IOException {
        try (Stream<Path> folders = Files.list(home)) {
            Stream<Path> components = folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.matches("(service|process|operation)-.+"))
                    .map(name -> Home.jar(home, name))
                    .filter(Files::exists)
                    .sorted();
            return Stream.concat(Stream.of(Home.jar(home, "launcher")), components)
                    .toList();
        }
    }

    private static void make(Path home, Path folder) throws IOException, InterruptedException, ExecutionException {
        ExecutorService together =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        Path launcher = Home.jar(home, "launcher");
        try (DataDirectory data = DataDirectory.open(folder)) {
            List<Path> components = missing(home);
            components.remove(launcher);
            Broker broker = new Broker(data, Ports.free(), false);
            Process process = broker.start();
            try {
                broker.awaitReady(process, READY);
                List<Future<Path>> made = new ArrayList<>();
                for (Path jar : components) made.add(together.submit(() -> make(jar, broker, data)));
                for (Future<Path> each : made) each.get();
            } finally {
                end(process, launcher);
            }
        } finally {
            together.shutdownNow();
        }
    }

    private static Path make(Path jar, Broker broker, DataDirectory data) throws IOException, InterruptedException {
        String name = jar.getFileName().toString();
        Map<String, String> settings = Map.of("bootstrap.servers", broker.bootstrap());
        Process process = new ComponentProcess(name, name, jar, data, settings).start();
        try {
            awaitRest(process);
        } finally {
            end(process, jar);
        }
        return jar;
    }

    /** Until it has done next to nothing for two looks: what it loads at its start is loaded. */
    private static void awaitRest(Process process) throws InterruptedException {
        long end = System.nanoTime() + REST.toNanos();
        Duration before = Duration.ZERO;
        for (int quiet = 0; quiet < 2 && System.nanoTime() < end && process.isAlive(); ) {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            Duration now = process.info().totalCpuDuration().orElse(Duration.ZERO);
            quiet = now.minus(before).compareTo(NEXT_TO_NOTHING) < 0 ? quiet + 1 : 0;
            before = now;
        }
    }

    /** Writing the archive is the last thing that it does. */
    private static void end(Process process, Path jar) throws IOException, InterruptedException {
        process.destroy();
        if (process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
            ClassArchive.finish(jar);
        } else {
            process.destroyForcibly().waitFor();
        }
    }
}
