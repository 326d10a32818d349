package org.relais.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relais.endtoend.Log;
import org.relais.endtoend.LoneComponent;
import org.relais.endtoend.Stage;
import org.relais.endtoend.Surroundings;
import org.relais.messages.HeaderName;
import org.relais.messages.Topics;

/** A component whose clock is wrong, as after a restart without a time server: it works as usual. */
final class ClockFaultsIT {
    private static final Duration WRONG = Duration.ofHours(1);

    @RegisterExtension
    static final SharedServers SERVERS = new SharedServers();

    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest
    @ValueSource(strings = {"+2h", "-2h", "+1d"})
    void worksWithAClockThatIsWrong(String offset) throws Exception {
        Path library = Requirement.faketime();
        Surroundings wrong = new Surroundings(
                List.of(),
                List.of(),
                Map.of("LD_PRELOAD", library.toString(), "FAKETIME", offset, "FAKETIME_DONT_FAKE_MONOTONIC", "1"));
        LoneProduction production = SERVERS.production(stage);
        production.createTopics(Called.FILE);
        Map<String, String> settings = Map.of("path", stage.folder().toString());
        LoneComponent component = stage.closing(production.start("operation-file", settings, wrong));
        production.call(Called.FILE, 500);
        production.checkAnswers();
        checkClockWasWrong(production);
        component.close();
        stage.closing(production.start("operation-file", settings));
        production.call(Called.FILE, 500);
        production.checkAnswers();
        production.checkFile(stage.folder("toto.csv"));
    }

    /** Else the library that fakes the time was not loaded, and all of this shows nothing. */
    private static void checkClockWasWrong(LoneProduction production) {
        try (Log log = new Log(SERVERS.servers().bootstrap())) {
            assertThat(log.all(Topics.ROUTER.repliesIn(production.name())))
                    .isNotEmpty()
                    .extracting(reply -> Instant.parse(String.valueOf(Log.header(reply, HeaderName.TIME))))
                    .allSatisfy(time -> assertThat(
                                    Duration.between(time, Instant.now()).abs())
                            .isGreaterThan(WRONG));
        }
    }
}
