package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentsTest {
    @TempDir
    Path folder;

    private @Nullable DataDirectory data;

    @BeforeEach
    void open() throws IOException {
        data = DataDirectory.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        opened().close();
    }

    @Test
    void tellsEachCopyItsPlaceAndItsSlot() throws IOException {
        ProductionOptions options = options().copies("process-router", 2).set("service-csv", "filename", "*.csv");
        List<List<ComponentProcess>> all = components(options).all();

        assertThat(all.stream().map(ComponentsTest::names))
                .as("what is stopped together, one after the other")
                .containsExactly(
                        List.of("service-kafka", "service-csv", "service-rest"),
                        List.of("process-router-0", "process-router-1"),
                        List.of("file-operation", "operation-db", "operation-kafka"));
        assertThat(all.get(0).get(1).commandLine())
                .contains(
                        "--bootstrap.servers=127.0.0.1:9092",
                        "--production=formation",
                        "--slot=0",
                        "--path=" + opened().in(),
                        "--filename=*.csv",
                        "--config=" + Home.productionFile());
        assertThat(all.get(1).get(1).commandLine()).contains("--slot=1");
        assertThat(all.get(2).get(0).commandLine()).contains("--path=" + opened().out());
    }

    /** Which the environment tells them before the file does. */
    @Test
    void goesByTheNameThatTheComponentsGoBy() throws IOException {
        ProductionOptions options = new ProductionOptions(Home.find(), folder.resolve("named"));
        options.environment = Map.of("RELAIS_PRODUCTION", "demo");
        try (Production production = Production.prepare(options, new RecordedEvents())) {
            assertThat(production.file().name()).isEqualTo("demo");
        }
        try (Production production = Production.prepare(options.ownPlaces(), new RecordedEvents())) {
            assertThat(production.file().name()).isEqualTo("formation");
        }
        options.ownPlaces = false;
        options.environment = Map.of("RELAIS_PRODUCTION", "no name");
        assertThatThrownBy(() -> Production.prepare(options, new RecordedEvents()))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("RELAIS_PRODUCTION is 'no name'");
    }

    @Test
    void keepsToItsOwnPlacesIfToldTo() throws IOException {
        ProductionFile file = file("", """
                service-csv: {module: service-csv, settings: {path: /theirs, filename: theirs.csv}}
                  file-operation: {module: operation-file, settings: {path: /theirs}}
                  operation-db: {module: operation-db, settings: {postgres.url: theirs}}""");
        ProductionOptions options = options();
        options.environment = Map.of(
                "RELAIS_PATH",
                "/theirs",
                "RELAIS_OPERATION_DB_TRAINING_URL",
                "theirs",
                "RELAIS_FILENAME",
                "theirs.csv");
        assertThat(components(options, file).csvFolder()).isEqualTo(Path.of("/theirs"));

        Components own = components(options.ownPlaces(), file);
        assertThat(own.csvFolder()).isEqualTo(opened().in());
        assertThat(own.outputFile()).isEqualTo(opened().out().resolve("toto.csv"));
        assertThat(own.usesOwnDatabase("training") && own.usesOwnDatabase("postgres"))
                .isTrue();
        assertThat(own.all().stream()
                        .flatMap(List::stream)
                        .map(ComponentProcess::commandLine)
                        .toList()
                        .toString())
                .contains("--path=" + opened().in(), "--filename=formation.csv", "--path=" + opened().out())
                .contains("--filename=toto.csv", "--training.url=jdbc", "--postgres.url=jdbc")
                .doesNotContain("theirs");
    }

    /** As a component that was not built yet it was told so at its start only, for ever. */
    @Test
    void refusesAModuleThatIsNotThere() throws IOException {
        Path own = Files.writeString(folder.resolve("own.yml"), """
                production: own
                components:
                  rooms: {module: process-romms}
                  off: {module: process-off, copies: 0}""");
        Components components = components(options(), ProductionFile.read(own));
        assertThatThrownBy(components::requireModules)
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("components.rooms.module is process-romms");
        components(options().copies("rooms", 0), ProductionFile.read(own)).requireModules();
        components(options()).requireModules();
    }

    /** What one of the user's own modules sends to, its name does not tell. */
    @Test
    void stopsProcessesAndModulesOfOtherNamesOneAfterTheOther() throws IOException {
        ProductionFile file = file("", """
                in: {module: service-in}
                  first: {module: process-first}
                  second: {module: process-second}
                  some: {module: acme-some}
                  other: {module: acme-other}
                  out: {module: operation-out, copies: 2}""");
        assertThat(components(options(), file).all().stream().map(ComponentsTest::names))
                .containsExactly(
                        List.of("in"),
                        List.of("first"),
                        List.of("second"),
                        List.of("some"),
                        List.of("other"),
                        List.of("out-0", "out-1"));
    }

    private static List<String> names(List<ComponentProcess> together) {
        return together.stream().map(ComponentProcess::name).toList();
    }

    @Test
    void keepsPasswordsOutOfTheCommandLine() throws IOException {
        ComponentProcess databases = components(options()).all().get(2).get(1);
        assertThat(databases.commandLine())
                .contains("--training.url=jdbc:postgresql://127.0.0.1:5432/IRISAPP", "--postgres.user=DemoData")
                .noneMatch(argument -> argument.contains("password"));
        assertThat(databases.environment())
                .containsEntry("RELAIS_OPERATION_DB_TRAINING_PASSWORD", "DemoData")
                .containsEntry("RELAIS_OPERATION_DB_POSTGRES_PASSWORD", "DemoData");
    }

    @Test
    void refusesWhatIsSaidOfAComponentThatIsNotThere() {
        assertThatThrownBy(() -> components(options().copies("operation-bd", 2)))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("no component operation-bd")
                .hasMessageContaining("service-csv, service-rest, process-router, file-operation, operation-db");
    }

    @Test
    void takesASettingFromTheCommandLineElseFromTheFile() {
        assertThat(components(options()).setting("file-operation", "filename", "?"))
                .isEqualTo("toto.csv");
        assertThat(components(options().set("file-operation", "filename", "x"))
                        .setting("file-operation", "filename", "?"))
                .isEqualTo("x");
        assertThat(components(options()).setting("nobody", "filename", "?")).isEqualTo("?");
    }

    /** The order of docs/settings.md: default, production file, environment, command line. */
    @Test
    void findsASettingAsTheComponentItselfDoes() throws IOException {
        ProductionFile common = file("topic: shared", "service-kafka: {module: service-kafka}");
        ProductionFile own = file("topic: shared", "service-kafka: {module: service-kafka, settings: {topic: own}}");
        ProductionOptions options = options();
        options.environment = Map.of();
        assertThat(components(options, file("", "service-kafka: {module: service-kafka}"))
                        .setting("service-kafka", "topic", "default"))
                .isEqualTo("default");
        assertThat(components(options, common).setting("service-kafka", "topic", "default"))
                .isEqualTo("shared");
        assertThat(components(options, own).setting("service-kafka", "topic", "default"))
                .isEqualTo("own");
        options.environment = Map.of("RELAIS_TOPIC", "everywhere");
        assertThat(components(options, own).setting("service-kafka", "topic", "default"))
                .isEqualTo("everywhere");
        options.environment = Map.of("RELAIS_TOPIC", "everywhere", "RELAIS_SERVICE_KAFKA_TOPIC", "here");
        assertThat(components(options, own).setting("service-kafka", "topic", "default"))
                .isEqualTo("here");
        options.set("service-kafka", "topic", "now");
        assertThat(components(options, own).setting("service-kafka", "topic", "default"))
                .isEqualTo("now");
    }

    @Test
    void saysNoPlaceWhereAnotherOneIsGiven() throws IOException {
        ProductionFile file = file("", """
                service-csv: {module: service-csv, settings: {path: rows, filename: "*.csv"}}
                  service-rest: {module: service-rest, copies: 2, settings: {port: 9000}}
                  file-operation: {module: operation-file}
                  operation-db: {module: operation-db, settings: {training.url: "jdbc:postgresql://db/x"}}""");
        ProductionOptions options = options();
        options.environment = Map.of(
                "RELAIS_FILE_OPERATION_PATH", "/elsewhere",
                "RELAIS_OPERATION_DB_TRAINING_PASSWORD", "hidden");
        Components components = components(options, file);
        List<ComponentProcess> all =
                components.all().stream().flatMap(List::stream).toList();

        assertThat(all.get(0).commandLine()).noneMatch(argument -> argument.startsWith("--path="));
        assertThat(components.csvFolder()).isEqualTo(opened().root().resolve("rows"));
        assertThat(all.get(1).commandLine()).contains("--port=9000");
        assertThat(all.get(2).commandLine()).contains("--port=9001");
        assertThat(all.get(3).commandLine()).noneMatch(argument -> argument.startsWith("--path="));
        assertThat(components.outputFile()).isEqualTo(Path.of("/elsewhere/toto.csv"));
        assertThat(all.get(4).commandLine())
                .noneMatch(argument -> argument.startsWith("--training.url="))
                .contains("--postgres.url=jdbc:postgresql://127.0.0.1:5432/DemoData");
        assertThat(all.get(4).environment())
                .doesNotContainKey("RELAIS_OPERATION_DB_TRAINING_PASSWORD")
                .containsEntry("RELAIS_OPERATION_DB_POSTGRES_PASSWORD", "DemoData");
        assertThat(components.usesOwnDatabase("training")).isFalse();
        assertThat(components.usesOwnDatabase("postgres")).isTrue();
    }

    private ProductionFile file(String common, String components) throws IOException {
        String text = "production: p\n" + common + "\ncomponents:\n  " + components + "\n";
        return ProductionFile.read(Files.writeString(folder.resolve("production.yml"), text));
    }

    private ProductionOptions options() {
        return new ProductionOptions(Home.find(), folder);
    }

    private Components components(ProductionOptions options) {
        return components(options, ProductionFile.read(Home.productionFile()));
    }

    private Components components(ProductionOptions options, ProductionFile file) {
        return new Components(
                options,
                file,
                opened(),
                new Broker(opened(), 9092, false),
                new Postgres(opened(), 5432),
                new PortChoice(options, Optional.empty(), List.of()));
    }

    private DataDirectory opened() {
        return java.util.Objects.requireNonNull(data);
    }
}
