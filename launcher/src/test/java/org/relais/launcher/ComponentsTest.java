package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

        assertThat(all.stream().flatMap(List::stream).map(ComponentProcess::name))
                .containsExactly(
                        "service-kafka",
                        "operation-kafka",
                        "service-csv",
                        "service-rest",
                        "process-router-0",
                        "process-router-1",
                        "file-operation",
                        "operation-db");
        assertThat(all.get(2).get(0).commandLine())
                .contains(
                        "--bootstrap.servers=127.0.0.1:9092",
                        "--slot=0",
                        "--path=" + opened().in(),
                        "--filename=*.csv",
                        "--config=" + Home.productionFile());
        assertThat(all.get(4).get(1).commandLine()).contains("--slot=1");
        assertThat(all.get(5).get(0).commandLine()).contains("--path=" + opened().out());
    }

    @Test
    void keepsPasswordsOutOfTheCommandLine() throws IOException {
        ComponentProcess databases = components(options()).all().get(6).get(0);
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

    private ProductionOptions options() {
        return new ProductionOptions(Home.find(), folder);
    }

    private Components components(ProductionOptions options) {
        return new Components(
                options,
                ProductionFile.read(Home.productionFile()),
                opened(),
                new Broker(opened(), 9092, false),
                new Postgres(opened(), 5432),
                Optional.empty());
    }

    private DataDirectory opened() {
        return java.util.Objects.requireNonNull(data);
    }
}
