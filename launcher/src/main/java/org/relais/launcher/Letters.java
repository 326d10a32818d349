package org.relais.launcher;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Patience;
import org.relais.messages.Place;
import org.relais.messages.Topic;
import org.relais.messages.trace.Steps;

/** Reads the dead letters of a production and what became of them. Used by one thread. */
final class Letters implements AutoCloseable {

    private final String production;
    private final Map<String, TopicDescription> topics;
    private final Map<String, Uuid> topicIds = new HashMap<>();
    private final Steps steps;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Settled settled;

    Letters(Kafka kafka) {
        this.production = kafka.production();
        this.topics = kafka.messageTopics();
        topics.forEach((name, topic) -> topicIds.put(name, topic.topicId()));
        this.steps = new Steps(production, topicIds);
        this.consumer = kafka.reader();
        this.settled = new Settled(kafka, consumer, topicIds);
    }

    Map<String, TopicDescription> topics() {
        return topics;
    }

    Settled settled() {
        return settled;
    }

    /**
     * Reads all of one component, whatever jobs it does, or of all components: one partition after the other, so that none but the letter at
     * hand has to be remembered.
     *
     * @param settledToo whether to read those that are settled, too
     * @param reader takes those that are wanted, and tells whether to go on
     * @throws CommandFailed if the component has no topic of dead letters
     */
    void find(@Nullable String component, boolean settledToo, Predicate<Letter> wanted, Predicate<Letter> reader) {
        List<TopicPartition> partitions = partitions(component);
        if (partitions.isEmpty() && component != null) {
            throw new CommandFailed("'" + component + "' has no dead letters in production '" + production
                    + "': name a component or a job as 'relais status' shows it");
        }
        consumer.assign(partitions); // it warns of the offsets of others
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, 0L);
            if (beginnings.getOrDefault(partition, 0L) == end) continue;
            boolean goesOn = read(partition, end, record -> {
                if (!settledToo && settled.has(place(record))) return true;
                Letter letter = letter(record);
                return !wanted.test(letter) || reader.test(letter);
            });
            if (!goesOn) return;
        }
    }

    private List<TopicPartition> partitions(@Nullable String component) {
        Set<String> jobs = component == null ? Set.of() : Recipient.jobs(component);
        return topics.values().stream()
                .filter(topic -> Topic.isForDeadLetters(topic.name()))
                .filter(topic -> component == null || jobs.contains(Topic.component(production, topic.name())))
                .sorted(Comparator.comparing(TopicDescription::name))
                .flatMap(topic ->
                        topic.partitions().stream().map(each -> new TopicPartition(topic.name(), each.partition())))
                .toList();
    }

    /** {@return whether to go on with the next} */
    private boolean read(TopicPartition partition, long end, Predicate<ConsumerRecord<byte[], byte[]>> reader) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        Patience patience = new Patience(consumer);
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : patience.poll()) {
                if (record.offset() >= end) return true; // it has come since, perhaps of what was resent just now
                if (!reader.test(record)) return false;
            }
        }
        return true;
    }

    /**
     * The one at this place.
     *
     * @throws CommandFailed if there is none
     */
    Letter at(Place place) {
        TopicPartition partition = place.topicPartition();
        TopicDescription topic = topics.get(place.topic());
        if (topic != null && place.partition() < topic.partitions().size()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, place.offset());
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            Patience patience = new Patience(consumer);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : patience.poll()) {
                    if (record.offset() == place.offset()) return letter(record);
                    throw absent(place);
                }
            }
        }
        throw absent(place);
    }

    private CommandFailed absent(Place place) {
        return new CommandFailed("there is no dead letter " + Topic.component(production, place.topic()) + "/"
                + place.partition() + "@" + place.offset() + ": see 'relais dead-letters list'");
    }

    private Letter letter(ConsumerRecord<byte[], byte[]> record) {
        return new Letter(
                Topic.component(production, record.topic()),
                record,
                steps.of(record),
                steps.session(record),
                settled.fate(place(record)));
    }

    private static Place place(ConsumerRecord<?, ?> record) {
        return new Place(record.topic(), record.partition(), record.offset());
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
