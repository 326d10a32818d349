package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.messages.Topics.FILE_OPERATION;
import static org.relais.messages.Topics.ROUTER;
import static org.relais.messages.Topics.SERVICE_CSV;
import static org.relais.messages.Topics.TRAINING_OPERATION;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.relais.messages.HeaderName;
import org.relais.messages.Topic;

/** A component that was killed works again within five seconds of its restart. */
final class RecoveryIT {
    private static final int ROWS = 100_000;
    private static final int ROWS_AT_ONCE = 10;
    private static final int TICK_MILLIS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PRODUCTION = "formation";

    private static final List<Component> COMPONENTS = List.of(
            new Component("service-csv", SERVICE_CSV, ROUTER.in(PRODUCTION)),
            new Component("process-router", ROUTER, FILE_OPERATION.in(PRODUCTION)),
            new Component("file-operation", FILE_OPERATION, ROUTER.repliesIn(PRODUCTION)),
            new Component("operation-db", TRAINING_OPERATION, ROUTER.repliesIn(PRODUCTION)));

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void eachComponentWorksAgainSoonAfterItsRestart() throws Exception {
        Path input = Files.writeString(stage.folder("formation.csv"), Row.HEADER);
        RelaisRun run = stage.run(List.of("--csv", input.toString(), "--set", "service-csv.call.interval=500 ms"));
        run.awaitStarted();
        Feeder feeder = new Feeder(run.csvFolder().resolve("formation.csv"), Row.many("row", ROWS, 100));
        SoftAssertions soft = new SoftAssertions();
        for (Component component : COMPONENTS) {
            try (Log log = new Log(run.info().bootstrap())) {
                Eventually.eventually(PATIENCE, () -> log.follow(component.output()));
                awaitMessage(log, feeder, component, 0);
                Recovery recovery = recovery(run, component, log, feeder);
                long millis = recovery.millis();
                long limit = recovery.limit();
                System.out.printf(
                        "RecoveryIT: %s works again %,d ms after its restart; on this machine as it was meanwhile it may take %,d ms%n",
                        component.name(), millis, limit);
                soft.assertThat(millis)
                        .as("ms from the restart of " + component.name() + " to its first message")
                        .isLessThan(limit);
            }
        }
        soft.assertAll();
    }

    private static Recovery recovery(RelaisRun run, Component component, Log log, Feeder feeder) throws Exception {
        long before = run.child(component.name()).pid();
        Signals.kill(before);
        long killed = System.currentTimeMillis();
        Eventually.eventually(
                PATIENCE, () -> assertThat(run.child(component.name()).pid()).isNotEqualTo(before));
        long restarted = System.currentTimeMillis();
        try (Slowness.Watch slowness = new Slowness.Watch()) {
            awaitMessage(log, feeder, component, killed);
            long millis = System.currentTimeMillis() - restarted;
            return new Recovery(millis, slowness.scale(LIMIT).toMillis());
        }
    }

    /** Feeds on until a message of this component appears that was made after this instant. */
    private static void awaitMessage(Log log, Feeder feeder, Component component, long after) {
        Eventually.eventually(PATIENCE, () -> {
            feeder.feed(ROWS_AT_ONCE, 1);
            assertThat(log.next(Duration.ofMillis(TICK_MILLIS)))
                    .anyMatch(message -> component.sent(message) && message.timestamp() > after);
        });
    }

    /**
     * A component, and what shows that it works: a message that it sends.
     *
     * @param name as the launcher knows it
     * @param part how it calls itself in its messages
     * @param output where it sends them
     */
    private record Component(String name, Topic<?, ?> part, String output) {
        boolean sent(ConsumerRecord<String, String> message) {
            return part.name().equals(Log.header(message, HeaderName.SOURCE));
        }
    }

    /**
     * How long it took a component to work again after its restart.
     *
     * @param millis milliseconds
     * @param limit and how many it may take, on this machine as it was meanwhile
     */
    private record Recovery(long millis, long limit) {}
}
