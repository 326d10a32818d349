package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortChoiceTest {
    private final ProductionOptions options = new ProductionOptions(Path.of("home"), Path.of("data"));

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
        assertThat(PortChoice.kafka(options, run(last))).isEqualTo(last);
    }

    @Test
    void takesAnotherThanATakenOneUnlessItWasAskedFor() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThat(PortChoice.kafka(options, run(port))).isNotEqualTo(port);
            assertThatThrownBy(() -> PortChoice.kafka(options.kafkaPort(port), Optional.empty()))
                    .isInstanceOf(WrongSettings.class)
                    .hasMessageContaining("port " + port + " is in use")
                    .hasMessageContaining("--kafka-port");
        }
    }

    private static Optional<RunInfo> run(int kafkaPort) {
        return Optional.of(new RunInfo(1, "", null, "127.0.0.1:" + kafkaPort, Map.of(), "", "", null, Map.of()));
    }
}
