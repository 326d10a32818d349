package org.relais.launcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The component processes of a production: what each is told about the broker, the databases and the folders. */
final class Components {
    private static final String HTTP = "service-rest";

    private final ProductionOptions options;
    private final ProductionFile file;
    private final DataDirectory data;
    private final Broker broker;
    private final Postgres postgres;
    private final Map<String, String> lastHttp;

    /** @param last what ran on the data directory before: ports stay what they were */
    Components(
            ProductionOptions options,
            ProductionFile file,
            DataDirectory data,
            Broker broker,
            Postgres postgres,
            Optional<RunInfo> last) {
        this.options = options;
        this.file = file;
        this.data = data;
        this.broker = broker;
        this.postgres = postgres;
        this.lastHttp = last.map(RunInfo::httpAddresses).orElse(Map.of());
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
    List<List<ComponentProcess>> all() throws IOException {
        List<List<ComponentProcess>> all = new ArrayList<>();
        for (Map.Entry<String, ProductionFile.Component> each :
                file.components().entrySet()) {
            all.add(copies(each.getKey(), each.getValue()));
        }
        return all;
    }

    private List<ComponentProcess> copies(String component, ProductionFile.Component described) throws IOException {
        int count = options.copies.getOrDefault(component, described.processes());
        List<ComponentProcess> copies = new ArrayList<>();
        for (int slot = 0; slot < count; slot++) {
            copies.add(copy(component, described, slot, count == 1 ? component : component + "-" + slot));
        }
        return copies;
    }

    private ComponentProcess copy(String component, ProductionFile.Component described, int slot, String name)
            throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("config", file.path().toAbsolutePath().toString());
        settings.put("bootstrap.servers", broker.bootstrap());
        settings.put("slot", Integer.toString(slot));
        settings.putAll(places(String.valueOf(described.module())));
        if (HTTP.equals(described.module())) settings.put("port", httpPort(component, slot, name));
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

    private String httpPort(String component, int slot, String name) throws IOException {
        int first = Integer.parseInt(setting(component, "port", "8081"));
        return Integer.toString(PortChoice.http(first + slot, Optional.ofNullable(lastHttp.get(name))));
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
