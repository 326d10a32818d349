package org.relais.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The component processes of a production: what each is told about the broker, the databases and the folders. */
final class Components {
    private final ProductionOptions options;
    private final ProductionFile file;
    private final DataDirectory data;
    private final Broker broker;
    private final Postgres postgres;

    Components(ProductionOptions options, ProductionFile file, DataDirectory data, Broker broker, Postgres postgres) {
        this.options = options;
        this.file = file;
        this.data = data;
        this.broker = broker;
        this.postgres = postgres;
        options.settings.keySet().forEach(this::requireKnown);
        options.copies.keySet().forEach(this::requireKnown);
    }

    private void requireKnown(String component) {
        if (!file.components().containsKey(component)) {
            throw new WrongSettings("there is no component " + component + " in " + file.path() + ": it has "
                    + String.join(", ", file.components().keySet()));
        }
    }

    /** The copies of each component together, in the order in which they are to be stopped. */
    List<List<ComponentProcess>> all() {
        List<List<ComponentProcess>> all = new ArrayList<>();
        file.components().forEach((name, component) -> all.add(copies(name, component)));
        return all;
    }

    private List<ComponentProcess> copies(String component, ProductionFile.Component described) {
        int count = options.copies.getOrDefault(component, described.processes());
        return IntStream.range(0, count)
                .mapToObj(slot -> copy(component, described, slot, count == 1 ? component : component + "-" + slot))
                .toList();
    }

    private ComponentProcess copy(String component, ProductionFile.Component described, int slot, String name) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("config", file.path().toAbsolutePath().toString());
        settings.put("bootstrap.servers", broker.bootstrap());
        settings.put("slot", Integer.toString(slot));
        settings.putAll(places(String.valueOf(described.module())));
        settings.putAll(options.settings.getOrDefault(component, Map.of()));
        return new ComponentProcess(
                component, name, Home.jar(options.home, String.valueOf(described.module())), data, settings);
    }

    /** What only the launcher knows: where this run's folders and databases are. */
    private Map<String, String> places(String module) {
        return switch (module) {
            case "service-csv" -> Map.of("path", data.in().toString());
            case "operation-file" -> Map.of("path", data.out().toString());
            case "operation-db" -> databases();
            default -> Map.of();
        };
    }

    private Map<String, String> databases() {
        Map<String, String> settings = new LinkedHashMap<>();
        Map.of("training", "IRISAPP", "postgres", "DemoData").forEach((operation, database) -> {
            settings.put(operation + ".url", postgres.url(database));
            settings.put(operation + ".user", Postgres.USER);
            settings.put(operation + ".password", Postgres.PASSWORD);
        });
        return settings;
    }

    /** A component's setting as the launcher may need it: from the command line, else from the file, else this one. */
    String setting(String component, String key, String byDefault) {
        Map<String, String> given = options.settings.getOrDefault(component, Map.of());
        ProductionFile.Component described = file.components().get(component);
        String inFile = described == null ? byDefault : described.given().getOrDefault(key, byDefault);
        return given.getOrDefault(key, inFile);
    }
}
