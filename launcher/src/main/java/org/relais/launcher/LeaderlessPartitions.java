package org.relais.launcher;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.common.KRaftVersion;

/**
 * What the broker knows of the cluster, without a fault of Kafka 4.3 and 4.4
 * (<a href="https://issues.apache.org/jira/browse/KAFKA-20734">KAFKA-20734</a>): a partition that has no leader at this moment is taken
 * for one that was deleted. The end of a transaction that comes at that moment is not marked in it, and then the next transaction of that
 * producer commits what was aborted. A broker that stood still for longer than its session, because its machine slept or was
 * starved, is without leaders for a while.
 */
final class LeaderlessPartitions extends KRaftMetadataCache {

    LeaderlessPartitions(int broker, Supplier<KRaftVersion> version) {
        super(broker, version);
    }

    /** {@return where the leader is; nowhere for now, if there is the partition but no leader, so that whoever asks tries again} */
    @Override
    public Optional<Node> getPartitionLeaderEndpoint(String topic, int partition, ListenerName listener) {
        Optional<Node> leader = super.getPartitionLeaderEndpoint(topic, partition, listener);
        boolean isThere = leader.isPresent() || contains(new TopicPartition(topic, partition));
        return isThere ? Optional.of(leader.orElse(Node.noNode())) : leader;
    }
}
