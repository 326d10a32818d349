package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortChoiceTest {
    private final ProductionOptions options = options();

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9092, 9092",
        "jdbc:postgresql://127.0.0.1:5432/DemoData, 5432",
        "elsewhere, 0",
        "'', 0",
    })
    void findsThePortInAnAddress(String address, int port) {
        assertThat(PortChoice.portOf(Optional.of(address))).isEqualTo(port);
    }

    @Test
    void takesThePortOfTheLastRunWhereItIsFree() throws Exception {
        int last = Ports.free();
        assertThat(new PortChoice(options, run(last), List.of()).kafka()).isEqualTo(last);
    }

    @Test
    void takesAnotherThanATakenOneUnlessItWasAskedFor() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThat(new PortChoice(options, run(port), List.of()).kafka()).isNotEqualTo(port);
            assertThatThrownBy(() -> new PortChoice(options.kafkaPort(port), Optional.empty(), List.of()).kafka())
                    .isInstanceOf(WrongSettings.class)
                    .hasMessageContaining("port " + port + " is in use")
                    .hasMessageContaining("--kafka-port");
        }
    }

    /** None of them listens yet when the ports are given. */
    @Test
    void givesNoPortTwice() throws Exception {
        int port = Ports.free();
        RunInfo last = new RunInfo(
                1,
                "",
                null,
                "127.0.0.1:" + port,
                Map.of("DemoData", "jdbc:postgresql://127.0.0.1:" + port + "/DemoData"),
                "",
                "",
                null,
                Map.of());
        PortChoice ports = new PortChoice(options, Optional.of(last), List.of());
        assertThat(List.of(ports.kafka(), ports.postgres(), ports.http(port, "one"), ports.http(port, "two")))
                .startsWith(port)
                .doesNotHaveDuplicates();

        PortChoice asked = new PortChoice(options().postgresPort(port), Optional.of(last), List.of());
        assertThat(asked.kafka()).isNotEqualTo(port);
        assertThat(asked.postgres()).isEqualTo(port);

        PortChoice told = new PortChoice(options(), Optional.of(last), List.of(port));
        assertThat(List.of(told.kafka(), told.postgres(), told.http(port, "one")))
                .doesNotContain(port);
    }

    @Test
    void refusesAPortThatIsAskedForTwice() {
        for (ProductionOptions both :
                List.of(options().kafkaPort(9).postgresPort(9), options().kafkaPort(9))) {
            assertThatThrownBy(() -> new PortChoice(both, Optional.empty(), List.of(9)))
                    .isInstanceOf(WrongSettings.class)
                    .hasMessageContaining("port 9 is asked for twice");
        }
    }

    private static ProductionOptions options() {
        return new ProductionOptions(Path.of("home"), Path.of("data"));
    }

    private static Optional<RunInfo> run(int kafkaPort) {
        return Optional.of(new RunInfo(1, "", null, "127.0.0.1:" + kafkaPort, Map.of(), "", "", null, Map.of()));
    }
}
