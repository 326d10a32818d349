package org.relais.runtime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Topics;

/**
 * Remembers how far a group is, so that a broker that has forgotten it is not believed. A broker deletes the offsets of a group that
 * rested for {@code offsets.retention.minutes} (seven days by default); and one that was killed on a busy machine can come up with none or
 * with old ones (see docs/guarantees.md). A part that believed it would do again what is done. On which partitions there were
 * commits is kept for good, in a compacted topic; how far they went, as long as this process lives. Used by the part's thread.
 */
final class GroupMemory {

    private static final String AGAIN = ": what is done would be done again; see docs/guarantees.md on lost offsets";

    private final CompactedTopic topic;
    private final String group;
    private final Map<TopicPartition, Place> furthest;

    /**
     * @param group its id
     * @param furthest how far it has committed in this process, to be kept up to date
     */
    GroupMemory(Context context, String group, Map<TopicPartition, Place> furthest) {
        this.topic = new CompactedTopic(context, Topics.groups(context.production()));
        this.group = group;
        this.furthest = furthest;
    }

    /** Makes sure that there is a place to keep it. */
    void ensure() {
        topic.ensure();
    }

    /**
     * Refuses to begin where the group has been long ago.
     *
     * @param begins where the broker says that the group is
     * @param unknown partitions with messages on which the broker knows no offset of the group, and their topics' ids
     * @throws RetryableException if it should know one, or a later one
     */
    void check(Map<TopicPartition, Place> begins, Map<TopicPartition, Uuid> unknown) {
        begins.forEach((partition, begin) -> {
            Place known = furthest.get(partition);
            if (known != null && known.topicId().equals(begin.topicId()) && begin.offset() < known.offset()) {
                throw new RetryableException("the broker has group " + group + " at offset " + begin.offset() + " of "
                        + partition + ", but this process has committed " + known.offset() + AGAIN);
            }
        });
        if (!unknown.isEmpty()) {
            Map<String, byte[]> remembered = topic.read(group + "-memory");
            List<String> lost = unknown.entrySet().stream()
                    .filter(each -> isSame(remembered.get(key(each.getKey())), each.getValue()))
                    .map(each -> each.getKey().toString())
                    .sorted()
                    .toList();
            if (!lost.isEmpty()) {
                throw new RetryableException("the broker has no offsets of group " + group + " for "
                        + String.join(", ", lost) + ", where it has committed before" + AGAIN);
            }
        }
    }

    private static boolean isSame(byte @Nullable [] remembered, Uuid topicId) {
        return remembered != null && new String(remembered, StandardCharsets.UTF_8).equals(topicId.toString());
    }

    /** Takes note of a commit. */
    void committed(TopicPartition partition, Place place) {
        furthest.put(partition, place);
    }

    /** {@return what is kept for good of a commit, in the same transaction} */
    ProducerRecord<byte[], byte[]> record(TopicPartition partition, Uuid topicId) {
        return topic.record(key(partition), topicId.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String key(TopicPartition partition) {
        return group + '/' + partition;
    }

    /**
     * A place in a partition.
     *
     * @param topicId of its topic: one that was created again has other offsets
     * @param offset of the next message
     */
    record Place(Uuid topicId, long offset) {}
}
