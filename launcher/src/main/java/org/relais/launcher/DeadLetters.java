package org.relais.launcher;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.relais.messages.DeadLetter;
import org.relais.messages.Fate;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Place;
import org.relais.messages.trace.Fates;

/** The dead letters of a production that nobody has resent or discarded: how many, and what the last few say. */
final class DeadLetters {
    private static final int LAST = 3;

    private final Map<Place, String> reasons = new HashMap<>();
    private final Deque<Place> last = new ArrayDeque<>();
    private final Places letters = new Places();
    private final Places settled = new Places();
    private final Map<String, Uuid> topicIds = new HashMap<>();

    /**
     * Takes the topics as they are now, before what is in them. One that has been deleted and made again has other letters at the same
     * places, and none of them is settled by what became of the old ones.
     *
     * @param ids the topics' ids by their names
     */
    void takeTopics(Map<String, Uuid> ids) {
        ids.forEach((topic, id) -> {
            Uuid before = topicIds.put(topic, id);
            if (before != null && !before.equals(id)) forget(topic);
        });
    }

    private void forget(String topic) {
        letters.removeAll(topic);
        settled.removeAll(topic);
        last.removeIf(place -> place.topic().equals(topic));
        reasons.keySet().removeIf(place -> place.topic().equals(topic));
    }

    void take(ConsumerRecord<byte[], byte[]> each) {
        Place place = new Place(each.topic(), each.partition(), each.offset());
        letters.add(place);
        reasons.put(place, each.topic() + ": " + reason(each));
        last.addLast(place);
        if (last.size() > LAST) reasons.remove(last.removeFirst());
    }

    /** What became of one of them; it may be told before the letter itself, since these are other partitions. */
    void takeFate(ConsumerRecord<byte[], byte[]> each) {
        Place place = Fates.place(each);
        Fate fate = Fates.of(each);
        if (place == null) return;
        if (fate != null && fate.topicId().equals(String.valueOf(topicIds.get(place.topic())))) settled.add(place);
        else settled.remove(place);
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
        return letters.count(topic -> true, settled);
    }

    /** How many of one topic. */
    long count(String topic) {
        return letters.count(topic::equals, settled);
    }

    /** Topic, reason and origin of the last ones, oldest first. */
    List<String> last() {
        return last.stream()
                .filter(place -> !settled.has(place))
                .map(place -> reasons.getOrDefault(place, ""))
                .toList();
    }
}
