package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A broker that dies by SIGKILL and comes back. */
class BrokerRestartTest {

    private final TestBroker broker = TestBroker.start();
    private final Production production = new Production(broker);
    private final Outside outside = new Outside();
    private final String requests = TestTopics.PROCESS.in(production.name());
    private final String operation = TestTopics.OPERATION.in(production.name());
    private final String replies = TestTopics.SERVICE.repliesIn(production.name());

    @AfterEach
    void stop() {
        production.close();
        broker.close();
    }

    @Test
    void underLoadLosesAndDoublesNothing() throws Exception {
        production.createTopic(replies);
        production.createTopic(requests);
        production.operation(outside, OperationJobTest.ECHO);
        production.process((request, calls) -> calls.call(TestTopics.OPERATION, request));
        int asked = 2_000;
        for (int i = 0; i < asked; i++) {
            int before = outside.rows().size(); // what is injected from here on is more than that
            production.injectLater(requests, i % 3, Production.ask("row " + i), "ce_replyto", replies);
            if (i % 1_000 == 500) {
                eventually("work has begun", () -> outside.rows().size() > before);
                broker.kill();
            }
        }
        production.flush();
        eventually("replies", () -> production.records(replies).size() >= asked);
        eventually("no lag", () -> production.lag("process") == 0 && production.lag("operation") == 0);
        assertThat(outside.rows()).hasSize(asked).doesNotHaveDuplicates();
        assertThat(production.records(replies)).hasSize(asked);
    }

    @Test
    void thatLostTheEndOfItsLogIsNoticedByTheEpochOfWhatWasWrittenOverIt() throws Exception {
        production.createTopic(operation);
        TopicPartition partition = new TopicPartition(operation, 0);
        production.inject(operation, 0, Production.ask("kept"));
        broker.kill();
        production.inject(operation, 0, Production.ask("written over what was lost"));
        production.inject(operation, 0, Production.ask("after it"));

        // As if offset 1 had held another message, written by the leader before, which was applied and then lost.
        production.commit("operation", partition, new OffsetAndMetadata(2, Optional.of(0), ""));
        Production.Part part = production.start(context -> new OperationJob<>(
                context, TestTopics.OPERATION, new CursorlessSink(outside.sink()), OperationJobTest.ECHO));
        assertThat(part.awaitFailure()).contains("truncated", "messages would be skipped");
        assertThat(outside.rows()).isEqualTo(List.of());
    }
}
