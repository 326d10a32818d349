package org.relais.launcher;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Fate;
import org.relais.messages.Place;
import org.relais.messages.trace.Fates;

/**
 * Which dead letters are settled, and how. There may be far more than fit into memory: of all it is remembered that they are, of those that
 * are asked for, and their neighbours, what became of them. Used by one thread.
 */
final class Settled {
    private static final int MOST = 20_000;

    private final Kafka kafka;
    private final Map<String, Uuid> topicIds;
    private final Places places = new Places();
    private final Map<Place, Fate> fates = new HashMap<>();

    /**
     * Reads what is known now.
     *
     * @param consumer is assigned to something else
     * @param topicIds the ids of the topics: what became of the letters of one that was deleted says nothing of those in the new one
     */
    Settled(Kafka kafka, KafkaConsumer<byte[], byte[]> consumer, Map<String, Uuid> topicIds) {
        this.kafka = kafka;
        this.topicIds = topicIds;
        Fates.read(consumer, kafka.production(), this::take);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Place place = Fates.place(record);
        if (place == null) return;
        Fate fate = Fates.of(record);
        if (fate != null && isOf(place, fate)) places.add(place);
        else places.remove(place);
    }

    /** Whether it is the fate of the letter that stands there now. */
    boolean isOf(Place place, Fate fate) {
        return fate.topicId().equals(topicId(place.topic()));
    }

    /** The id of a topic as fates have it. */
    String topicId(String topic) {
        Uuid id = topicIds.get(topic);
        return id == null ? "" : id.toString();
    }

    boolean has(Place place) {
        return places.has(place);
    }

    /**
     * What became of a letter; null if it was open.
     *
     * @throws CommandFailed if it is settled, and nobody knows any more how
     */
    @Nullable
    Fate fate(Place place) {
        if (!has(place)) return null;
        if (!fates.containsKey(place)) load(place);
        Fate fate = fates.get(place);
        if (fate == null) throw new CommandFailed("it is not known any more what became of " + place + ": look again");
        return fate;
    }

    /** With all others, or if they are very many with those before and behind it, which are mostly asked for next. */
    private void load(Place place) {
        boolean all = places.count(topic -> true, new Places()) <= MOST;
        fates.clear();
        KafkaConsumer<byte[], byte[]> reader = kafka.reader();
        try {
            fates.putAll(
                    Fates.find(reader, kafka.production(), each -> has(each) && (all || areNeighbours(each, place))));
        } finally {
            reader.close(CloseOptions.timeout(java.time.Duration.ZERO));
        }
    }

    private static boolean areNeighbours(Place one, Place other) {
        return one.offset() / MOST == other.offset() / MOST
                && one.topicPartition().equals(other.topicPartition());
    }

    /** Adds what has been settled now. */
    void add(Place place, Fate fate) {
        places.add(place);
        if (fates.size() >= MOST) fates.clear();
        fates.put(place, fate);
    }
}
