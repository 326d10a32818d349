package org.relais.messages.trace;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Bodies;
import org.relais.messages.Fate;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Patience;
import org.relais.messages.Place;
import org.relais.messages.Topics;

/** Reads what became of dead letters: of all of them one after the other, since there may be very many, or of some. */
public final class Fates {

    private static final Bodies<Fate> BODIES = Bodies.of(Fate.class);

    private Fates() {}

    /**
     * Reads what is known now.
     *
     * @param consumer is assigned to their topic, and left so
     * @param production the production's name
     * @param reader takes the records one by one, see {@link #place} and {@link #of}; of several with the same place the last one counts
     */
    public static void read(
            Consumer<byte[], byte[]> consumer,
            String production,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        TopicPartition partition = partition(production);
        if (consumer.listTopics().containsKey(partition.topic())) {
            consumer.assign(List.of(partition)); // it warns of the offsets of others
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            Patience.readAll(consumer, partition, end, reader);
        }
    }

    /**
     * {@return some of the fates known now, each under the place of its dead letter}
     *
     * @param consumer is assigned to their topic, and left so
     * @param production the production's name
     * @param wanted whether a dead letter's fate is wanted; so many must fit into memory
     */
    public static Map<Place, Fate> find(Consumer<byte[], byte[]> consumer, String production, Predicate<Place> wanted) {
        Map<Place, Fate> fates = new HashMap<>();
        read(consumer, production, record -> take(record, wanted, fates));
        return fates;
    }

    /**
     * {@return some of the fates up to an end, each under the place of its dead letter; transactions before it that are still open are
     * waited for}
     *
     * @param consumer is assigned to their topic, and left so
     * @param production the production's name, which has such a topic
     * @param end where to stop
     * @param wanted whether a dead letter's fate is wanted; so many must fit into memory
     */
    public static Map<Place, Fate> find(
            Consumer<byte[], byte[]> consumer, String production, long end, Predicate<Place> wanted) {
        Map<Place, Fate> fates = new HashMap<>();
        Patience.readAll(consumer, partition(production), end, record -> take(record, wanted, fates));
        return fates;
    }

    /**
     * {@return the only partition of their topic}
     *
     * @param production the production's name
     */
    public static TopicPartition partition(String production) {
        return new TopicPartition(Topics.fates(production), 0);
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, Predicate<Place> wanted, Map<Place, Fate> into) {
        Place place = place(record);
        if (place == null || !wanted.test(place)) {
            return;
        }
        Fate fate = of(record);
        if (fate == null) {
            into.remove(place);
        } else {
            into.put(place, fate);
        }
    }

    /**
     * {@return the dead letter that a record of their topic is about, or null if it is about none}
     *
     * @param record the record
     */
    public static @Nullable Place place(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? null : Place.parse(new String(record.key(), StandardCharsets.UTF_8));
    }

    /**
     * {@return the fate that a record of their topic tells, or null if it can't be read}
     *
     * @param record the record
     */
    public static @Nullable Fate of(ConsumerRecord<byte[], byte[]> record) {
        try {
            return BODIES.read(record.value());
        } catch (InvalidMessageException ofAnotherVersion) {
            return null;
        }
    }
}
