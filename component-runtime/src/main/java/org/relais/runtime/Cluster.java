package org.relais.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Answer;
import org.relais.messages.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics as they are in the cluster: creates what is missing (and accepts that another process did), and refuses a topic that
 * does not fit. Safe for use by several threads.
 */
final class Cluster implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final int COMPACTED_SEGMENT_BYTES = 16 << 20;
    private static final int PATIENCE = 20;
    private static final int LOOK_MILLIS = 5_000;

    /** By default the broker refuses what comes from a clock that is an hour ahead: that component could do nothing any more. */
    private static final Map<String, String> ANY_CLOCK =
            Map.of(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Admin admin;
    private final int partitions;
    private final Map<String, TopicDescription> known = new HashMap<>();

    /** Those that must have as many partitions as the others. */
    private final Set<String> equal = new HashSet<>();

    Cluster(KafkaClients clients, int partitions) {
        this.admin = clients.admin();
        this.partitions = partitions;
    }

    Admin admin() {
        return admin;
    }

    /** Makes sure that topics for messages are there, each with as many partitions as the others. */
    synchronized void ensure(Collection<String> topics) {
        List<String> missing =
                topics.stream().filter(topic -> !known.containsKey(topic)).toList();
        if (!missing.isEmpty()) {
            create(missing.stream().map(this::messageTopic).toList());
            describe(missing).forEach(this::accept);
        }
    }

    /** Creates an outside topic, which may get more partitions than the production's later. */
    synchronized void createOutside(String topic) {
        create(List.of(messageTopic(topic)));
        known.putAll(describe(List.of(topic)));
    }

    /** Makes sure that a compacted topic is there that has as many partitions as those for messages. */
    synchronized void ensureCompactedPartitions(String topic) {
        if (!known.containsKey(topic)) {
            NewTopic wanted = newTopic(topic, partitions)
                    .configs(compacted(
                            TopicConfig.SEGMENT_BYTES_CONFIG, // what is being written to is never compacted
                            Integer.toString(COMPACTED_SEGMENT_BYTES)));
            create(List.of(wanted));
            Map<String, TopicDescription> description = describe(List.of(topic));
            refuseUnlessCompacted(topic);
            description.forEach(this::accept);
        }
    }

    /** Makes sure that a compacted topic with one partition is there. */
    synchronized void ensureCompacted(String topic) {
        if (!known.containsKey(topic)) {
            create(List.of(newTopic(topic, 1).configs(compacted(TopicConfig.SEGMENT_MS_CONFIG, "600000"))));
            Map<String, TopicDescription> description = describe(List.of(topic));
            refuseUnlessCompacted(topic);
            known.putAll(description);
        }
    }

    /** {@return the cluster's own id, the same from whichever broker it is asked} */
    String id() {
        return Answer.of(admin.describeCluster().clusterId());
    }

    /**
     * {@return the ids of topics as they are now, not as they were}
     *
     * @throws HaltException if a topic has got more partitions than the others: what is caused by its messages could not go to the
     *     same partition number
     */
    synchronized Map<String, Uuid> ids(Collection<String> topics) {
        Map<String, Uuid> ids = new HashMap<>();
        describe(topics).forEach((name, description) -> {
            if (equal.contains(name)) {
                accept(name, description);
            }
            ids.put(name, description.topicId());
        });
        return ids;
    }

    /** {@return whether it has this very topic, or does not let this component see that} */
    boolean mayHave(String topic, @Nullable Uuid id) {
        try {
            return describe(List.of(topic)).values().stream()
                    .allMatch(description -> description.topicId().equals(id));
        } catch (UnknownTopicOrPartitionException e) {
            return false;
        } catch (TopicAuthorizationException e) {
            return true;
        }
    }

    /** {@return the very end of a partition, whatever transactions are still open} */
    long end(TopicPartition partition) {
        ListOffsetsOptions uncommitted = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        return Answer.of(admin.listOffsets(Map.of(partition, OffsetSpec.latest()), uncommitted)
                        .partitionResult(partition))
                .offset();
    }

    /**
     * {@return the number of partitions of a topic that may be written to; 0 if there is none of this name, or none that this component may
     * see}
     *
     * @param topic may come from anybody: a name that is too long for a request would end the client's thread, and all would wait for ever
     */
    synchronized int partitionsOf(String topic) {
        return partitionsOf(topic, new DescribeTopicsOptions());
    }

    private int partitionsOf(String topic, DescribeTopicsOptions options) {
        if (!org.apache.kafka.common.internals.Topic.isValid(topic)) {
            return 0;
        }
        if (!known.containsKey(topic)) {
            try {
                known.putAll(
                        Answer.of(admin.describeTopics(List.of(topic), options).allTopicNames()));
            } catch (UnknownTopicOrPartitionException | InvalidTopicException | TopicAuthorizationException e) {
                return 0;
            }
        }
        return Objects.requireNonNull(known.get(topic)).partitions().size();
    }

    /** {@return whether a topic is there now: somebody may have deleted it} */
    synchronized boolean isThere(String topic) {
        known.remove(topic);
        return partitionsOf(topic, new DescribeTopicsOptions().timeoutMs(LOOK_MILLIS)) > 0;
    }

    /** {@return how many bytes a topic takes at once at most; without the right to know that, or where the cluster does not tell, as many as
     * there can be} */
    int maxMessageBytes(String topic) {
        try {
            ConfigEntry most = config(topic).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
            return most == null ? Integer.MAX_VALUE : Integer.parseInt(most.value());
        } catch (AuthorizationException e) {
            return Integer.MAX_VALUE;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1)); // with the cluster away it would wait for its calls for a minute
    }

    private void accept(String topic, TopicDescription description) {
        int actual = description.partitions().size();
        if (actual != partitions) {
            throw new HaltException(
                    "topic " + topic + " has " + actual + " partitions, but the production has " + partitions
                            + ": all topics of a production need the same number; set 'partitions' to it or create the topic anew");
        }
        known.put(topic, description);
        equal.add(topic);
    }

    private void refuseUnlessCompacted(String topic) {
        String policy = config(topic).get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new HaltException("topic " + topic + " has cleanup.policy=" + policy
                    + ": positions would be deleted with time; set cleanup.policy=compact");
        }
    }

    private Config config(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<ConfigResource, Config> found = new HashMap<>();
        patiently(() ->
                found.putAll(Answer.of(admin.describeConfigs(List.of(resource)).all())));
        return Objects.requireNonNull(found.get(resource));
    }

    /** A dead letter is its original record and more, and stays until somebody has dealt with it, however long other messages are kept. */
    private NewTopic messageTopic(String name) {
        Map<String, String> config = new HashMap<>(ANY_CLOCK);
        if (Topic.isForDeadLetters(name)) {
            config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(2 * KafkaClients.MAX_RECORD_BYTES));
            config.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
            config.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        }
        return newTopic(name, partitions).configs(config);
    }

    private static Map<String, String> compacted(String segmentSetting, String value) {
        Map<String, String> config = new HashMap<>(ANY_CLOCK);
        config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        config.put(segmentSetting, value);
        return config;
    }

    private static NewTopic newTopic(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty());
    }

    private void create(List<NewTopic> topics) {
        admin.createTopics(topics).values().values().forEach(Cluster::awaitCreation);
    }

    private static void awaitCreation(KafkaFuture<Void> creation) {
        try {
            Answer.of(creation);
        } catch (TopicExistsException e) {
            LOG.debug("another process, or an earlier run, has created it: {}", e.getMessage());
        }
    }

    private Map<String, TopicDescription> describe(Collection<String> topics) {
        Map<String, TopicDescription> found = new HashMap<>();
        patiently(() -> found.putAll(
                Answer.of(admin.describeTopics(new ArrayList<>(topics)).allTopicNames())));
        return found;
    }

    /** A topic just created may be unknown to the broker that is asked for longer than the client itself tries again. */
    private static void patiently(Runnable question) {
        for (int attempt = 0; ; attempt++) {
            try {
                question.run();
                return;
            } catch (RetriableException e) {
                if (attempt == PATIENCE || e instanceof TimeoutException) { // for which it has tried again long enough
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
