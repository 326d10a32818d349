package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The component processes of a production: what each is told about the broker, the databases and the folders. */
final class Components {
    /** The name of file-operation's file where none is given. */
    static final String OUTPUT = "toto.csv";

    private static final String HTTP = "service-rest";
    private static final int HTTP_PORT = 8081;
    private static final String PORT = "[1-9]\\d{0,4}";

    private final ProductionOptions options;
    private final ProductionFile file;
    private final Given given;
    private final DataDirectory data;
    private final Broker broker;
    private final Postgres postgres;
    private final PortChoice ports;

    Components(
            ProductionOptions options,
            ProductionFile file,
            DataDirectory data,
            Broker broker,
            Postgres postgres,
            PortChoice ports) {
        this.options = options;
        this.file = file;
        this.given = new Given(options, file);
        this.data = data;
        this.broker = broker;
        this.postgres = postgres;
        this.ports = ports;
        options.settings.keySet().forEach(this::requireKnown);
        options.copies.keySet().forEach(this::requireKnown);
    }

    private void requireKnown(String component) {
        if (!file.components().containsKey(component)) {
            throw new WrongSettings("there is no component " + component + " in " + file.path() + ": it has "
                    + String.join(", ", file.components().keySet()));
        }
    }

    /**
     * Makes sure that what is to run is there at all; whether it is built shows when it is started.
     *
     * @throws WrongSettings if there is no such module
     */
    void requireModules() {
        file.components().forEach((component, described) -> {
            String module = String.valueOf(described.module());
            if (runs(component) && !Files.isDirectory(options.home.resolve(module))) {
                throw new WrongSettings(file.path() + ": components." + component + ".module is " + module
                        + ", and there is no such module in " + options.home);
            }
        });
    }

    /**
     * All copies in the order in which they are to be stopped. Those in one list are stopped at the same time: the copies of a component, and
     * neighbours of one kind, since no service sends to a service, and no operation to an operation.
     */
    List<List<ComponentProcess>> all() throws IOException {
        List<List<ComponentProcess>> all = new ArrayList<>();
        String before = "";
        for (Map.Entry<String, ProductionFile.Component> each :
                file.components().entrySet()) {
            String kind = kind(String.valueOf(each.getValue().module()));
            if (!kind.equals(before)) all.add(new ArrayList<>());
            all.get(all.size() - 1).addAll(copies(each.getKey(), each.getValue()));
            before = kind;
        }
        return all;
    }

    /** A process may call another one, and a module whose name does not tell its kind may be anything: each is alone with its copies. */
    private static String kind(String module) {
        return module.startsWith("service-") || module.startsWith("operation-")
                ? module.substring(0, module.indexOf('-'))
                : module;
    }

    private List<ComponentProcess> copies(String component, ProductionFile.Component described) throws IOException {
        int count = count(component, described);
        List<ComponentProcess> copies = new ArrayList<>();
        for (int slot = 0; slot < count; slot++) {
            copies.add(copy(component, described, slot, count == 1 ? component : component + "-" + slot));
        }
        return copies;
    }

    private int count(String component, ProductionFile.Component described) {
        return options.copies.getOrDefault(component, described.processes());
    }

    /** Whether there is that component, and at least one copy of it is to run. */
    boolean runs(String component) {
        ProductionFile.Component described = file.components().get(component);
        return described != null && count(component, described) > 0;
    }

    private ComponentProcess copy(String component, ProductionFile.Component described, int slot, String name)
            throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("config", file.path().toAbsolutePath().toString());
        settings.put("bootstrap.servers", broker.bootstrap());
        settings.put(Production.NAME, file.name());
        settings.put("slot", Integer.toString(slot));
        places(String.valueOf(described.module())).forEach((key, place) -> {
            if (given.find(component, key).isEmpty()) settings.put(key, place);
        });
        settings.putAll(options.settings.getOrDefault(component, Map.of()));
        if (HTTP.equals(described.module())) settings.put("port", httpPort(component, slot, name));
        return new ComponentProcess(
                component, name, Home.jar(options.home, String.valueOf(described.module())), data, settings);
    }

    /** What only the launcher knows, and says where nothing else is given: where this run's folders and databases are. */
    private Map<String, String> places(String module) {
        return switch (module) {
            case "service-csv" -> Map.of("path", data.in().toString());
            case "operation-file" -> Map.of("path", data.out().toString());
            case "operation-db" -> databases();
            default -> Map.of();
        };
    }

    /** {@return the ports that copies are told to listen on} */
    static List<Integer> fixedPorts(ProductionOptions options, ProductionFile file) {
        Given given = new Given(options, file);
        List<Integer> ports = new ArrayList<>();
        file.components().forEach((component, described) -> {
            if (!HTTP.equals(described.module())) return;
            given.find(component, "port").filter(port -> port.matches(PORT)).ifPresent(port -> {
                int count = options.copies.getOrDefault(component, described.processes());
                for (int slot = 0; slot < count; slot++) ports.add(Integer.parseInt(port) + slot);
            });
        });
        return ports;
    }

    /** A port that is given is used as it is; each further copy takes the next one. */
    private String httpPort(String component, int slot, String name) throws IOException {
        Optional<String> fixed = given.find(component, "port");
        if (fixed.isPresent()) return slot == 0 ? fixed.get() : next(fixed.get(), slot);
        return Integer.toString(ports.http(HTTP_PORT + slot, name));
    }

    /** What is no port is for the component to refuse. */
    private static String next(String port, int slot) {
        return port.matches(PORT) ? Integer.toString(Integer.parseInt(port) + slot) : port;
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

    /** A component's setting as the launcher may need it: what is given, else this one. */
    String setting(String component, String key, String byDefault) {
        return given.find(component, key).orElse(byDefault);
    }

    /** The folder that service-csv reads; a relative one is the child's to find, which works in the data directory. */
    Path csvFolder() {
        return data.root()
                .resolve(setting("service-csv", "path", data.in().toString()))
                .normalize();
    }

    /** The file that file-operation writes. */
    Path outputFile() {
        return data.root()
                .resolve(setting("file-operation", "path", data.out().toString()))
                .resolve(setting("file-operation", "filename", OUTPUT))
                .normalize();
    }

    /** Whether an operation works on this run's own database: another one may hold other things, and be nobody's to look into. */
    boolean usesOwnDatabase(String operation) {
        return given.find("operation-db", operation + ".url").isEmpty();
    }
}
