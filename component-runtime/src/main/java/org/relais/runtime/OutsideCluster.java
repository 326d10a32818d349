package org.relais.runtime;

import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Topics;

/** The way to the cluster of an outside topic, which may be the production's own. Used by one thread. */
final class OutsideCluster implements AutoCloseable {

    private final Context context;
    private final OutsideTopic topic;
    private final KafkaClients clients;
    private @Nullable Cluster other;
    private @Nullable Boolean same;

    OutsideCluster(Context context, OutsideTopic topic) {
        this.context = context;
        this.topic = topic;
        this.clients = topic.clients(context.settings(), context.kafka());
    }

    String topic() {
        return topic.name();
    }

    KafkaClients clients() {
        return clients;
    }

    /** {@return whether the topic is on the production's own cluster, whatever its brokers are called} */
    boolean isOurs() {
        if (same == null) {
            same = topic.bootstrapServers() == null || isSame();
        }
        return same;
    }

    /** Clusters that are made by the same recipe often have the same id, such as all of the apache/kafka image's. Topics' ids are random. */
    private boolean isSame() {
        if (!cluster().id().equals(context.cluster().id())) {
            return false;
        }
        return cluster().mayHave(Topics.settings(context.production()), home());
    }

    /** {@return what no other production has, not even one of the same name: the id of a topic of its own} */
    Uuid home() {
        String settings = Topics.settings(context.production());
        context.cluster().ensureCompacted(settings);
        return Objects.requireNonNull(context.cluster().ids(List.of(settings)).get(settings));
    }

    /**
     * Makes sure that the topic is there, now and not only when it was asked for last: creates it on the production's own cluster, with as many
     * partitions as the production's topics.
     *
     * @throws RetryableException if it is not there on another one, or that one does not answer
     */
    void requireTopic() {
        try {
            if (!cluster().isThere(topic.name())) {
                create();
            }
        } catch (KafkaException e) {
            throw unanswered(e);
        }
    }

    /**
     * {@return how many bytes the topic takes at once at most}
     *
     * @throws RetryableException if its cluster does not answer
     */
    int maxMessageBytes() {
        try {
            return cluster().maxMessageBytes(topic.name());
        } catch (KafkaException e) {
            throw unanswered(e);
        }
    }

    private RetryableException unanswered(KafkaException failure) {
        return new RetryableException(
                "the cluster of topic " + topic.name() + " does not answer: " + Reason.of(failure), failure);
    }

    private void create() {
        if (!isOurs()) {
            throw new RetryableException("there is no topic " + topic.name() + " on " + topic.bootstrapServers());
        }
        context.cluster().createOutside(topic.name());
    }

    Cluster cluster() {
        if (topic.bootstrapServers() == null) {
            return context.cluster();
        }
        if (other == null) {
            other = new Cluster(clients, context.settings().partitions());
        }
        return other;
    }

    @Override
    public void close() {
        if (other != null) {
            other.close();
        }
    }
}
