package org.relais.messages.trace;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Bodies;
import org.relais.messages.Fate;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Place;
import org.relais.messages.Topics;

/** Reads what became of dead letters. */
public final class Fates {

    private static final Bodies<Fate> BODIES = Bodies.of(Fate.class);

    private Fates() {}

    /**
     * {@return the fates known now, each under the place of its dead letter}
     *
     * @param consumer is assigned to their topic, and left so
     * @param production the production's name
     */
    public static Map<Place, Fate> read(Consumer<byte[], byte[]> consumer, String production) {
        TopicPartition partition = new TopicPartition(Topics.fates(production), 0);
        if (!consumer.listTopics().containsKey(partition.topic())) {
            return Map.of();
        }
        consumer.assign(List.of(partition));
        return read(consumer, partition, consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L));
    }

    /**
     * {@return the fates up to an end, each under the place of its dead letter; transactions before it that are still open are waited for}
     *
     * @param consumer is assigned to their topic, and left so
     * @param partition the topic's only one
     * @param end where to stop
     */
    public static Map<Place, Fate> read(Consumer<byte[], byte[]> consumer, TopicPartition partition, long end) {
        Map<Place, Fate> fates = new HashMap<>();
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        Patience patience = new Patience(consumer);
        while (consumer.position(partition) < end) {
            patience.poll().forEach(record -> take(record, fates));
        }
        return fates;
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, Map<Place, Fate> into) {
        Place place = place(record);
        Fate fate = of(record);
        if (place != null && fate != null) {
            into.put(place, fate);
        } else if (place != null) {
            into.remove(place);
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
