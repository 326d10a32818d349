package org.relais.runtime;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.relais.runtime.Component.Part;

/** What happens between a component's {@code main} and its end: settings first, then one worker for each part. */
final class Main<T extends Record> {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int WRONG_SETTINGS = 2;

    private final String name;
    private final Class<T> type;
    private final List<Part<T>> parts;
    private final PrintStream err = System.err;

    Main(String name, Class<T> type, List<Part<T>> parts) {
        this.name = name;
        this.type = type;
        this.parts = parts;
    }

    int run(String... args) {
        List<String> problems = new ArrayList<>();
        List<Definition> own = SettingsReader.definitions(type);
        List<Definition> common = SettingsReader.definitions(RuntimeSettings.class);
        CommandLineParser parser = new CommandLineParser(name, own, common);
        Map<String, String> given = parser.parse(args, problems);
        String help = parser.help(given);
        if (help != null) {
            System.out.print(help);
            return OK;
        }
        SettingsReader reader = new SettingsReader(name, file(given, problems), System.getenv(), given);
        T settings = reader.read(type);
        RuntimeSettings runtime = reader.read(RuntimeSettings.class);
        reader.rejectUnknown(concat(own, common));
        problems.addAll(reader.problems());
        if (settings == null || runtime == null || !problems.isEmpty()) {
            return complain(problems);
        }
        return work(settings, new Context(name, runtime, reader.kafka()), reader);
    }

    private int work(T settings, Context context, SettingsReader reader) {
        List<Worker> workers = parts.stream()
                .filter(part -> part.runs(settings))
                .map(part -> new Worker(part.factory.create(settings, context), context))
                .toList();
        if (workers.isEmpty()) {
            return complain(List.of("every part of " + name + " is switched off: nothing to run"));
        }
        return new Crew(context, workers, new StatusReport(context, workers), reader.values()).run() ? OK : FAILED;
    }

    private ProductionFile file(Map<String, String> given, List<String> problems) {
        String path = given.remove("config");
        path = path == null ? System.getenv("RELAIS_CONFIG") : path;
        return path == null ? ProductionFile.none() : read(Path.of(path), problems);
    }

    private static ProductionFile read(Path path, List<String> problems) {
        try {
            return ProductionFile.read(path);
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return ProductionFile.none();
        }
    }

    private int complain(List<String> problems) {
        err.println(name + " can't start:");
        for (int i = 0; i < problems.size(); i++) {
            err.println("  " + (i + 1) + ". " + problems.get(i));
        }
        return WRONG_SETTINGS;
    }

    private static List<Definition> concat(List<Definition> own, List<Definition> common) {
        List<Definition> all = new ArrayList<>(own);
        all.addAll(common);
        return all;
    }

    /** The workers of this process, from the start to the end. */
    private record Crew(Context context, List<Worker> workers, StatusReport report, List<SettingsReader.Value> values) {

        boolean run() {
            Parent.watch();
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
            announce();
            workers.forEach(Worker::start);
            report.start();
            CompletableFuture.anyOf(workers.stream().map(Worker::end).toArray(CompletableFuture<?>[]::new))
                    .join();
            workers.forEach(Worker::stop); // without one of its parts it is not the component any more
            boolean stopped = workers.stream().filter(Worker::awaitEnd).count() == workers.size();
            report.close();
            return stopped;
        }

        private void stop() {
            workers.forEach(Worker::stop);
            workers.forEach(Worker::awaitEnd);
            report.close();
            context.close();
        }

        private void announce() {
            values.stream()
                    .filter(value -> !value.origin().equals("default"))
                    .forEach(value -> context.log()
                            .info("{} = {} ({})", value.definition().key(), value.shown(), value.origin()));
        }
    }
}
