package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes the archives of classes of all that a run starts, for the build: starts broker and PostgreSQL, then each component with the sample to work
 * on and without any settings of the user's, and stops them when they have come to rest.
 */
public final class ClassArchives {
    private static final String LAUNCHER = "launcher";
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
        } catch (IOException | ExecutionException | WrongSettings e) {
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
            builder.inheritIO().start().waitFor();
        } finally {
            Folders.delete(folder);
        }
    }

    /** Of the launcher's jar, which the broker is run from, and those of the components. */
    private static List<Path> missing(Path home) throws IOException {
        Stream<Path> components =
                modules(home).values().stream().map(component -> Home.jar(home, String.valueOf(component.module())));
        List<Path> missing = new ArrayList<>();
        for (Path jar :
                Stream.concat(Stream.of(Home.jar(home, LAUNCHER)), components).toList()) {
            if (Files.exists(jar) && !ClassArchive.isCurrent(jar)) missing.add(jar);
        }
        return missing;
    }

    /** The components that the clone's production has, as if nothing were set. */
    private static Map<String, ProductionFile.Component> modules(Path home) {
        Map<String, ProductionFile.Component> modules = new LinkedHashMap<>();
        ProductionFile.read(new ProductionOptions(home, home).productionFile)
                .components()
                .forEach((name, component) ->
                        modules.put(name, new ProductionFile.Component(component.module(), null, null)));
        return modules;
    }

    private static void make(Path home, Path folder) throws IOException, InterruptedException, ExecutionException {
        ExecutorService together =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try (DataDirectory data = DataDirectory.open(folder)) {
            Broker broker = new Broker(data, Ports.free(), false);
            Postgres postgres = new Postgres(data, Ports.free());
            List<ComponentProcess> components = components(home, data, broker, postgres);
            Process database = postgres.start();
            Process process = broker.start();
            try {
                broker.awaitReady(process, READY);
                postgres.awaitReady(database, READY);
                List<Future<Path>> made = new ArrayList<>();
                for (ComponentProcess each : components) made.add(together.submit(() -> make(each)));
                for (Future<Path> each : made) each.get();
            } finally {
                postgres.requestStop(database);
                end(process, Home.jar(home, LAUNCHER));
                if (!database.waitFor(END.toSeconds(), TimeUnit.SECONDS)) database.destroyForcibly();
            }
        } finally {
            together.shutdownNow();
        }
    }

    /** Those that have no archive, senders first: those that receive find something to do, if it is not only they that were built. */
    private static List<ComponentProcess> components(Path home, DataDirectory data, Broker broker, Postgres postgres)
            throws IOException {
        Path nothingSet = Files.writeString(data.root().resolve("production.yml"), "production: formation\n");
        ProductionFile file = new ProductionFile(nothingSet, "formation", modules(home), Map.of());
        ProductionOptions options = new ProductionOptions(home, data.root());
        Input.place(options, data, data.in(), Input.SAMPLE);
        List<Path> missing = missing(home);
        List<ComponentProcess> components = new ArrayList<>();
        for (List<ComponentProcess> each : new Components(
                        options, file, data, broker, postgres, new PortChoice(options, Optional.empty(), List.of()))
                .all()) {
            for (ComponentProcess component : each) {
                if (missing.contains(component.jar())) components.add(component);
            }
        }
        return components;
    }

    private static Path make(ComponentProcess component) throws IOException, InterruptedException {
        Process process = component.start();
        try {
            awaitRest(process);
        } finally {
            end(process, component.jar());
        }
        return component.jar();
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
