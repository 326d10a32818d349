package org.relais.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.endtoend.Eventually.eventually;
import static org.relais.endtoend.faults.LoneProduction.LIMIT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.relais.endtoend.LoneComponent;
import org.relais.endtoend.Stage;

/** What the network between components and the broker does: operation-file, whose cursor is in Kafka, loses and doubles nothing. */
final class NetworkFaultsIT {
    /** For longer than a session of the group (6 s) lasts, and a request (5 s). */
    private static final long SILENCE_NANOS = 8_000_000_000L;

    @RegisterExtension
    final Stage stage = new Stage();

    private final List<Wired> all = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        OwnBroker broker = stage.closing(new OwnBroker(stage.folder(), stage.folder(), 4));
        broker.start();
        for (Wire wire : broker.wires()) {
            all.add(new Wired(broker, wire, "network" + all.size()));
        }
    }

    /** All at once, to save time: each has a wire, a production and a file of its own. */
    @Test
    void silenceResetsAndDelaysLoseAndDoubleNothing() throws Exception {
        Wired reset = all.get(3);
        List<Wired> silent = all.subList(0, 3);
        for (Wired each : all) {
            each.production.call(Called.FILE, 2_000);
        }
        for (Wired each : all) {
            each.production.awaitAnswers(100);
        }
        all.get(0).wire.become(Wire.State.DEAF);
        all.get(1).wire.become(Wire.State.DUMB);
        all.get(2).wire.become(Wire.State.BLACK_HOLE);
        for (Wired each : silent) {
            each.production.call(Called.FILE, 20); // in case that one is done with the others
        }
        long end = System.nanoTime() + SILENCE_NANOS;
        for (int round = 0; System.nanoTime() < end; round++) {
            reset.wire.become(round % 2 == 0 ? Wire.State.SLOW : Wire.State.WHOLE);
            reset.production.call(Called.FILE, 50);
            LockSupport.parkNanos(round % 10 * 50_000_000L);
            reset.wire.reset();
        }
        for (Wired each : silent) {
            assertThat(each.production.answered())
                    .as("answers over a wire that is silent")
                    .isLessThan(each.production.sent().size());
        }
        all.forEach(each -> each.wire.become(Wire.State.WHOLE));
        for (Wired each : all) {
            each.production.call(Called.FILE, 100);
            each.production.checkAnswers();
            each.production.checkFile(each.folder.resolve("toto.csv"));
        }
    }

    /** An operation at work behind a wire. */
    private final class Wired {
        private final Wire wire;
        private final Path folder;
        private final LoneProduction production;

        Wired(OwnBroker broker, Wire wire, String name) throws IOException {
            this.wire = wire;
            this.folder = Files.createDirectory(stage.folder(name));
            this.production = stage.closing(new LoneProduction(broker.bootstrap(), Map.of(), name, folder));
            production.with("max.poll.records", "20").with("bootstrap.servers", "127.0.0.1:" + wire.port());
            production.createTopics(Called.FILE);
            LoneComponent component =
                    stage.closing(production.start("operation-file", Map.of("path", folder.toString())));
            production.call(Called.FILE, 20);
            eventually(LIMIT, () -> assertThat(component.output()).contains("127.0.0.1:" + wire.port()));
            production.awaitAnswers(20);
        }
    }
}
