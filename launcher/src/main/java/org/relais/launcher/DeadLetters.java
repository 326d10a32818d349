package org.relais.launcher;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.relais.messages.DeadLetter;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Place;

/** The dead letters of a production that nobody has resent or discarded: how many, and what the last few say. */
final class DeadLetters {
    private static final int LAST = 3;

    private final Map<Place, String> reasons = new HashMap<>();
    private final Deque<Place> last = new ArrayDeque<>();
    private final Map<TopicPartition, BitSet> letters = new HashMap<>();
    private final Map<TopicPartition, BitSet> settled = new HashMap<>();

    void take(ConsumerRecord<byte[], byte[]> each) {
        Place place = new Place(each.topic(), each.partition(), each.offset());
        mark(letters, place);
        reasons.put(place, each.topic() + ": " + reason(each));
        last.addLast(place);
        if (last.size() > LAST) reasons.remove(last.removeFirst());
    }

    /** What became of one of them; it may be told before the letter itself, since these are other partitions. */
    void takeFate(ConsumerRecord<byte[], byte[]> each) {
        Place place = each.key() == null ? null : Place.parse(new String(each.key(), StandardCharsets.UTF_8));
        if (place != null && each.value() != null) mark(settled, place);
    }

    private static void mark(Map<TopicPartition, BitSet> places, Place place) {
        places.computeIfAbsent(place.topicPartition(), unused -> new BitSet()).set(Math.toIntExact(place.offset()));
    }

    private static String reason(ConsumerRecord<byte[], byte[]> each) {
        try {
            DeadLetter letter = DeadLetter.read(each.headers());
            return letter == null ? "without a reason" : letter.error() + " (" + letter.origin() + ")";
        } catch (InvalidMessageException e) {
            return String.valueOf(e.getMessage());
        }
    }

    long count() {
        return letters.keySet().stream().mapToLong(this::count).sum();
    }

    /** How many of one topic. */
    long count(String topic) {
        return letters.keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .mapToLong(this::count)
                .sum();
    }

    private long count(TopicPartition partition) {
        BitSet open = (BitSet) letters.getOrDefault(partition, new BitSet()).clone();
        open.andNot(settled.getOrDefault(partition, new BitSet()));
        return open.cardinality();
    }

    /** Topic, reason and origin of the last ones, oldest first. */
    List<String> last() {
        return last.stream()
                .filter(place -> !settled.getOrDefault(place.topicPartition(), new BitSet())
                        .get(Math.toIntExact(place.offset())))
                .map(place -> reasons.getOrDefault(place, ""))
                .toList();
    }
}
