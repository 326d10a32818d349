package org.relais.launcher;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/**
 * How far a production was at one moment.
 *
 * @param production its name
 * @param ends the end of each partition of its topics
 * @param groups what each group has committed
 */
record Reading(
        String production, Map<TopicPartition, Long> ends, Map<String, Map<TopicPartition, OffsetAndMetadata>> groups) {

    /** Of what is read from its beginning: what processes say, how far services are, dead letters and what became of them. */
    Map<TopicPartition, Long> endsOfWhatIsTailed() {
        return ends.entrySet().stream()
                .filter(end -> isTailed(end.getKey().topic()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private boolean isTailed(String topic) {
        return Topic.isForDeadLetters(topic)
                || topic.equals(Topics.fates(production))
                || topic.equals(Topics.positions(production))
                || topic.equals(Topics.status(production));
    }

    Tally tally() {
        return groups.values().stream().map(Tally::of).reduce(Tally.ZERO, Tally::plus);
    }

    /** How many messages a component has taken in, ever. */
    long consumed(String component) {
        return committed(component).values().stream()
                .mapToLong(offset -> offset == null ? 0 : Tally.count(offset.metadata(), "c="))
                .sum();
    }

    private Map<TopicPartition, @Nullable OffsetAndMetadata> committed(String component) {
        return new HashMap<>(groups.getOrDefault(production + "." + component, Map.of()));
    }

    /**
     * How many offsets of the topics that carry messages lie behind what their readers have committed; all of them where nobody
     * has committed anything yet. Commit markers take offsets too, so this is no count of messages; but components commit the
     * position behind the last marker, so at rest it is zero.
     */
    long lag() {
        return ends.keySet().stream()
                .map(partition -> Topic.component(production, partition.topic()))
                .distinct()
                .mapToLong(this::lag)
                .sum();
    }

    /** The same of one component. */
    long lag(String component) {
        Map<TopicPartition, @Nullable OffsetAndMetadata> committed = committed(component);
        return ends.entrySet().stream()
                .filter(end -> isReadBy(component, end.getKey().topic()))
                .mapToLong(end -> lag(end.getValue(), committed.get(end.getKey())))
                .sum();
    }

    private static long lag(long end, @Nullable OffsetAndMetadata committed) {
        return Math.max(0, end - (committed == null ? 0 : committed.offset()));
    }

    /** Replies that no group reads are for somebody who waits outside of all groups, such as the command line. */
    private boolean isReadBy(String component, String topic) {
        return Topics.carriesMessages(production, topic)
                && !Topic.isForDeadLetters(topic)
                && Topic.component(production, topic).equals(component)
                && (!Topic.isForReplies(topic) || groups.containsKey(production + "." + component));
    }
}
