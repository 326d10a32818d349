package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.relais.runtime.Eventually.eventually;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.relais.messages.Topics;

/** Topics that are not as they should be, or not any more. */
class TopicsOfTheClusterTest {

    private final Production production = new Production();
    private final Outside outside = new Outside();
    private final String requests = TestTopics.OPERATION.in(production.name());
    private final TopicPartition first = new TopicPartition(requests, 0);

    @AfterEach
    void stop() {
        production.close();
    }

    @Test
    void refusesATopicWithAnotherNumberOfPartitions() throws Exception {
        create(new NewTopic(requests, 5, (short) 1));
        assertThat(operation().awaitFailure())
                .contains("topic " + requests + " has 5 partitions, but the production has 3");
    }

    @Test
    void haltsWhenATopicGetsMorePartitionsWhileItWorks() throws Exception {
        Production.Part part = production.operation(outside, OperationJobTest.ECHO, "kafka.metadata.max.age.ms=500");
        eventually("running", () -> part.state().equals("RUNNING"));
        production
                .admin()
                .createPartitions(Map.of(requests, NewPartitions.increaseTo(5)))
                .all()
                .get(30, TimeUnit.SECONDS);
        assertThat(part.awaitFailure()).contains("topic " + requests + " has 5 partitions, but the production has 3");
    }

    @Test
    void refusesToKeepPositionsInATopicThatForgetsThem() throws Exception {
        create(new NewTopic(Topics.positions(production.name()), 1, (short) 1));
        Production.Part service =
                production.start(context -> new ServiceJob(context, TestTopics.SERVICE, new IdleService()));
        assertThat(service.awaitFailure()).contains(Topics.positions(production.name()), "cleanup.policy=delete");
    }

    /** Whoever tries again, after whatever failure, must not find it accepted. */
    @Test
    void refusesAgainToKeepKeysInATopicThatForgetsThem() throws Exception {
        String seen = TestTopics.PROCESS.seenIn(production.name());
        create(new NewTopic(seen, Production.PARTITIONS, (short) 1));
        Cluster cluster = production.context().cluster();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatExceptionOfType(HaltException.class)
                    .isThrownBy(() -> cluster.ensureCompactedPartitions(seen))
                    .withMessageContaining("cleanup.policy=delete");
        }
    }

    @Test
    void createsWhatIsMissingFitToItsUse() throws Exception {
        operation();
        eventually("running", () -> production.last().state().equals("RUNNING"));
        assertThat(production.admin().listTopics().names().get(30, TimeUnit.SECONDS))
                .contains(requests, TestTopics.OPERATION.deadLettersIn(production.name()));
    }

    @Test
    void keepsDeadLettersWhateverTheBrokerDoesWithOtherMessages() throws Exception {
        operation();
        eventually("running", () -> production.last().state().equals("RUNNING"));
        Config config = config(TestTopics.OPERATION.deadLettersIn(production.name()));
        for (String name : List.of(TopicConfig.RETENTION_MS_CONFIG, TopicConfig.RETENTION_BYTES_CONFIG)) {
            assertThat(config.get(name).source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
            assertThat(config.get(name).value()).isEqualTo("-1");
        }
    }

    private Config config(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return Objects.requireNonNull(production
                .admin()
                .describeConfigs(List.of(resource))
                .all()
                .get(30, TimeUnit.SECONDS)
                .get(resource));
    }

    /** By default a broker refuses what comes from a clock that is an hour ahead; the test's own broker does not. */
    @Test
    void createsTopicsForMessagesFromAnyClock() throws Exception {
        operation();
        eventually("running", () -> production.last().state().equals("RUNNING"));
        Config config = config(requests);
        ConfigEntry limit = config.get(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG);
        assertThat(limit.source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
        assertThat(limit.value()).isEqualTo(Long.toString(Long.MAX_VALUE));
    }

    @Test
    void haltsWhenItsTopicWasDeletedAndCreatedAgain() throws Exception {
        apply(3);
        production.admin().deleteTopics(Set.of(requests)).all().get(30, TimeUnit.SECONDS);
        eventually(
                "deleted", () -> !production.admin().listTopics().names().get().contains(requests));
        create(new NewTopic(requests, Production.PARTITIONS, (short) 1));
        for (int i = 0; i < 5; i++) {
            production.inject(requests, 0, Production.ask("new " + i));
        }
        assertThat(operation().awaitFailure()).contains(requests, "deleted and created again");
        assertThat(outside.rows()).hasSize(3);
    }

    @Test
    void haltsWhenMessagesWereDeletedBeforeTheyWereProcessed() throws Exception {
        apply(3);
        for (int i = 0; i < 5; i++) {
            production.inject(requests, 0, Production.ask("lost " + i));
        }
        deleteBefore(6);
        assertThat(operation().awaitFailure()).contains(first.toString(), "messages would be skipped");
        assertThat(outside.rows()).hasSize(3);
    }

    @Test
    void haltsWhenMessagesWereDeletedBeforeItHadEverBeenThere() throws Exception {
        production.createTopic(requests);
        for (int i = 0; i < 3; i++) {
            production.inject(requests, 0, Production.ask("early " + i));
        }
        deleteBefore(2);
        assertThat(operation().awaitFailure()).contains(first.toString(), "before offset 2", "lost input");
        production.commit("operation", first, new OffsetAndMetadata(2)); // as the documents say
        operation();
        eventually("applied", () -> outside.rows().equals(List.of("early 2")));
    }

    /** It had committed to its sink, and was killed before it could say so to the broker: without the replies nobody goes on. */
    @Test
    void haltsWhenMessagesWereDeletedWhoseRepliesWereNotSent() throws Exception {
        production.createTopic(requests);
        for (int i = 0; i < 3; i++) {
            production.inject(requests, 0, Production.ask("applied " + i));
        }
        Uuid topicId = Objects.requireNonNull(
                production.context().cluster().ids(List.of(requests)).get(requests));
        outside.put(first, new Cursor(topicId, 3, Optional.empty(), new Outcomes.Encoder().finish()));
        deleteBefore(2);
        assertThat(operation().awaitFailure()).contains(first.toString(), "before offset 2", "lost input");
    }

    private void deleteBefore(long offset) throws Exception {
        production
                .admin()
                .deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(offset)))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void haltsWhenMoreWasAppliedThanTheLogHasLeft() throws Exception {
        apply(3);
        Cursor cursor = outside.cursor(first);
        outside.put(first, new Cursor(cursor.topicId(), 1_000, Optional.empty(), cursor.outcomes()));
        assertThat(operation().awaitFailure()).contains("offset 1000 of " + first, "its log ends at 3");
    }

    @Test
    void haltsWhenTheGroupIsFurtherThanTheLog() throws Exception {
        apply(3);
        production.commit("operation", first, new OffsetAndMetadata(1_000));
        Cursor cursor = outside.cursor(first);
        outside.put(first, new Cursor(cursor.topicId(), 3, cursor.leaderEpoch(), cursor.outcomes()));
        assertThat(operation().awaitFailure()).contains("offset 1000 of " + first, "its log ends at 3");
        Outside file = new Outside();
        Production.Part process = production.start(context -> new OperationJob<>(
                context, TestTopics.OPERATION, new CursorlessSink(file.sink()), OperationJobTest.ECHO));
        assertThat(process.awaitFailure()).contains(first.toString(), "messages would be skipped");
    }

    private void apply(int messages) throws Exception {
        Production.Part part = operation();
        eventually("running", () -> part.state().equals("RUNNING"));
        for (int i = 0; i < messages; i++) {
            production.inject(requests, 0, Production.ask("row " + i));
        }
        eventually("rows", () -> outside.rows().size() == messages);
        assertThat(part.stop()).isTrue();
    }

    private Production.Part operation() {
        return production.operation(outside, OperationJobTest.ECHO);
    }

    private void create(NewTopic topic) throws Exception {
        production.admin().createTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
    }
}
