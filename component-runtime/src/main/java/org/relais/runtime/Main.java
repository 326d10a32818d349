package org.relais.runtime;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.relais.runtime.Component.Part;

/** What happens between a component's {@code main} and its end: settings first, then the work. */
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
        CommandLineParser parser = new CommandLineParser(
                name, SettingsReader.definitions(type), SettingsReader.definitions(RuntimeSettings.class));
        Map<String, String> given = parser.parse(args, problems);
        String help = parser.help(given);
        if (help != null) {
            System.out.print(help);
            return OK;
        }
        Configuration.Source<T> source =
                new Configuration.Source<>(name, type, file(given, problems), System.getenv(), given);
        Configuration<T> configuration = source.read(Map.of(), problems);
        if (configuration == null || !problems.isEmpty()) {
            return complain(problems);
        }
        if (parts.stream().noneMatch(part -> part.runs(configuration.own()))) {
            return complain(List.of("every part of " + name + " is switched off: nothing to run"));
        }
        try {
            return new Crew<>(name, parts, source, configuration).run() ? OK : FAILED;
        } catch (KafkaException e) { // such as a broker's name that nobody knows, or not yet
            err.println(name + " can't start: " + Reason.of(e));
            return FAILED;
        }
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
}
