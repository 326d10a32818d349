package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The README's sample component is one that works. */
final class SampleIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String ROOM_CHECK = "formation.room-check";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void roomCheckLetsThroughWhatIsNotForTheClosedRoom() throws Exception {
        RelaisRun run = stage.run(List.of());
        run.awaitStarted();
        stage.closing(LoneComponent.start(
                "org.relais.endtoend.sample.RoomCheck",
                Map.of("bootstrap.servers", run.info().bootstrap(), "slot", "0"),
                stage.folder()));
        Row open = new Row(7, "open", "salle7");
        Row closed = new Row(8, "closed", "salle0");
        try (Log log = new Log(run.info().bootstrap());
                Injector injector = new Injector(run.info().bootstrap())) {
            injector.send(ROOM_CHECK, closed, closed.json());
            injector.send(ROOM_CHECK, open, open.requestJson());
            List<String> expected = new ArrayList<>(List.of(OutputLines.line(open)));
            Row.SAMPLE.forEach(row -> expected.add(OutputLines.line(row)));
            Eventually.eventually(LIMIT, () -> {
                assertThat(OutputLines.read(run.outputFile())).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(log.all(ROOM_CHECK + ".replies")).hasSize(1);
                assertThat(log.all(ROOM_CHECK + ".dead-letters"))
                        .singleElement()
                        .satisfies(letter -> assertThat(letter.value()).isEqualTo(closed.json()))
                        .satisfies(letter ->
                                assertThat(Log.header(letter, "relais-error")).contains("salle0 is closed"));
            });
        }
    }
}
