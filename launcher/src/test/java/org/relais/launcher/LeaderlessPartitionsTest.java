package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.server.common.KRaftVersion;
import org.junit.jupiter.api.Test;

/** The broker that a partition without a leader belongs to is not known now; that is not the same as that there is no such partition. */
class LeaderlessPartitionsTest {
    private static final String TOPIC = "there";
    private static final ListenerName LISTENER = new ListenerName("PLAINTEXT");

    private final LeaderlessPartitions partitions = new LeaderlessPartitions(1, () -> KRaftVersion.KRAFT_VERSION_0);

    LeaderlessPartitionsTest() {
        partitions.setImage(clusterWithoutBrokers());
    }

    @Test
    void aPartitionWithoutALeaderIsNowhereForNow() {
        assertThat(partitions.getPartitionLeaderEndpoint(TOPIC, 0, LISTENER)).contains(Node.noNode());
    }

    @Test
    void aPartitionThatIsNotThereHasNoPlace() {
        assertThat(partitions.getPartitionLeaderEndpoint(TOPIC, 1, LISTENER)).isEmpty();
        assertThat(partitions.getPartitionLeaderEndpoint("another", 0, LISTENER))
                .isEmpty();
    }

    private static MetadataImage clusterWithoutBrokers() {
        Uuid id = Uuid.randomUuid();
        MetadataDelta delta =
                new MetadataDelta.Builder().setImage(MetadataImage.EMPTY).build();
        delta.replay(new TopicRecord().setName(TOPIC).setTopicId(id));
        delta.replay(new PartitionRecord()
                .setTopicId(id)
                .setPartitionId(0)
                .setReplicas(List.of(1))
                .setIsr(List.of(1))
                .setDirectories(List.of(Uuid.randomUuid()))
                .setLeader(-1)
                .setLeaderEpoch(1)
                .setPartitionEpoch(1));
        return delta.apply(MetadataProvenance.EMPTY);
    }
}
