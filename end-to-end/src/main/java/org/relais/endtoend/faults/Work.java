package org.relais.endtoend.faults;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/**
 * What shows that a process works: messages that it sends. A copy is told from the others by the partitions that it has, since a session
 * stays on one partition number through all topics.
 *
 * @param topic where its messages go
 * @param sources what they say whom they come from; empty: whoever
 * @param group the copy's consumer group; null: there is but one copy
 * @param member the copy's name in it
 * @param partitions the only partitions that count; empty: all that the copy has
 */
record Work(String topic, Set<String> sources, @Nullable String group, String member, Set<Integer> partitions) {
    static final String PRODUCTION = "formation";

    private static final String REPLIES = Topics.ROUTER.repliesIn(PRODUCTION);

    /** The topics in which work is seen. */
    static final List<String> TOPICS =
            List.of(Topics.ROUTER.in(PRODUCTION), Topics.FILE_OPERATION.in(PRODUCTION), REPLIES);

    static final Work OF_SERVICE = of(Topics.ROUTER.in(PRODUCTION), Topics.SERVICE_CSV);
    static final Work OF_ROUTER = of(Topics.FILE_OPERATION.in(PRODUCTION), Topics.ROUTER);
    static final Work OF_FILE_OPERATION = of(REPLIES, Topics.FILE_OPERATION);
    static final Work OF_TRAINING = of(REPLIES, Topics.TRAINING_OPERATION);
    static final Work OF_POSTGRES = of(REPLIES, Topics.POSTGRES_OPERATION);
    static final Work OF_ANYONE = new Work(REPLIES, Set.of(), null, "", Set.of());

    private static Work of(String topic, Topic<?, ?> source) {
        return new Work(topic, Set.of(source.name()), null, "", Set.of());
    }

    /** That of one copy. */
    Work ofCopy(int slot) {
        String of = PRODUCTION + "." + sources.iterator().next();
        return new Work(topic, sources, of, of + "-" + slot, partitions);
    }

    /** That on these partitions, whoever does it. */
    Work on(Set<Integer> these) {
        return new Work(topic, sources, null, "", these);
    }

    boolean isShownBy(String inTopic, String source, int partition, Set<Integer> assigned) {
        return topic.equals(inTopic)
                && (sources.isEmpty() || sources.contains(source))
                && (partitions.isEmpty() || partitions.contains(partition))
                && (group == null || assigned.contains(partition));
    }
}
