package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.relais.messages.Topics;

/** A topic that is deleted and made again has other letters at the same places. */
class DeadLettersTest {
    private final Played production;

    DeadLettersTest() throws Exception {
        production = new Played();
    }

    @AfterEach
    void close() {
        production.close();
    }

    @Test
    void thoseOfATopicThatWasMadeAnewAreNotSettled() throws Exception {
        park(2);
        assertThat(Command.run(production, "dead-letters", "discard", "--component", "operation-db")
                        .out()
                        .lines())
                .hasSize(2);
        makeAnew();
        park(1);
        assertThat(Command.run(production, "dead-letters", "list").out()).contains("training-operation/0@0");
        assertThat(Command.run(production, "status").out()).contains("1 dead letter:");
        assertThat(Command.run(production, "dead-letters", "discard", "training-operation/0@0")
                        .exitCode())
                .isZero();
        assertThat(Command.run(production, "status").out()).doesNotContain("dead letter:");
    }

    @Test
    void thoseOfATopicThatIsMadeAnewMeanwhileAreCountedFromTheFirstOn() throws Exception {
        try (Kafka kafka = new Kafka(production.name(), TestBroker.client());
                StatusReader reader = new StatusReader(kafka)) {
            park(2);
            assertThat(reader.look().deadLetters()).isEqualTo(2);
            makeAnew();
            park(3);
            Eventually.eventually(
                    "the new ones are counted", () -> reader.look().deadLetters() == 3);
        }
    }

    private void makeAnew() throws Exception {
        List<String> topic = List.of(Topics.TRAINING_OPERATION.deadLettersIn(production.name()));
        production.admin().deleteTopics(topic).all().get(30, TimeUnit.SECONDS);
        production.create(topic, Played.PARTITIONS);
    }

    private void park(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            production.deadLetter(
                    Topics.TRAINING_OPERATION, 0, "k", "{}", new RecordHeaders(), "no", "x/0@1", Instant.now());
        }
    }
}
