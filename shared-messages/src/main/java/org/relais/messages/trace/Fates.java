package org.relais.messages.trace;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
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

    /**
     * Adds what one record of their topic tells.
     *
     * @param record the record; one that can't be read tells nothing
     * @param into the fates so far
     */
    public static void take(ConsumerRecord<byte[], byte[]> record, Map<Place, Fate> into) {
        Place place = record.key() == null ? null : Place.parse(new String(record.key(), StandardCharsets.UTF_8));
        if (place == null) {
            return;
        }
        try {
            into.put(place, BODIES.read(record.value()));
        } catch (InvalidMessageException ofAnotherVersion) {
            into.remove(place);
        }
    }
}
