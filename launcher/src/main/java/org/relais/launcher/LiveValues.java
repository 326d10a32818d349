package org.relais.launcher;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Answer;
import org.relais.messages.ComponentStatus;
import org.relais.messages.Patience;
import org.relais.messages.Topics;

/** The live settings of a production, as a person sees and changes them. Used by one thread. */
final class LiveValues implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Kafka kafka;
    private final TopicPartition statuses;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Copies copies = new Copies();

    /**
     * Reads what all copies say.
     *
     * @throws CommandFailed if there is no such production
     */
    LiveValues(Kafka kafka) {
        this.kafka = kafka;
        this.statuses = new TopicPartition(Topics.status(kafka.production()), 0);
        this.consumer = kafka.reader();
        if (!consumer.listTopics().containsKey(statuses.topic())) throw kafka.absent();
        long end = consumer.endOffsets(List.of(statuses)).getOrDefault(statuses, 0L);
        Patience.readAll(consumer, statuses, end, copies::take);
    }

    private void poll() {
        consumer.poll(POLL).forEach(copies::take);
    }

    /** The components that say something of themselves. */
    List<String> components() {
        return copies.all().stream().map(ComponentStatus::component).distinct().toList();
    }

    boolean isRunning(String component) {
        return !copies.alive(component).isEmpty();
    }

    /** What the copies of a component last said of themselves, alive or not. */
    List<ComponentStatus> lastHeard(String component) {
        return copies.all().stream()
                .filter(copy -> copy.component().equals(component))
                .toList();
    }

    /**
     * The copies of a component that are alive.
     *
     * @throws CommandFailed if there is none
     */
    List<ComponentStatus> copies(String component) {
        List<ComponentStatus> alive = copies.alive(component);
        if (!alive.isEmpty()) return alive;
        throw nobody(component);
    }

    /** To be thrown where no copy of a component is alive. */
    CommandFailed nobody(String component) {
        return new CommandFailed("no copy of '" + component + "' is running: start it, or name one of "
                + String.join(", ", components()));
    }

    /** The live values of a component by their keys, whether a copy runs or not. */
    Map<String, String> live(String component) {
        TopicPartition settings = new TopicPartition(Topics.settings(kafka.production()), 0);
        if (!consumer.listTopics().containsKey(settings.topic())) return Map.of();
        Map<String, String> live = new TreeMap<>();
        KafkaConsumer<byte[], byte[]> reader = kafka.reader();
        try {
            long end = reader.endOffsets(List.of(settings)).getOrDefault(settings, 0L);
            Patience.readAll(reader, settings, end, each -> take(each, component, live));
        } finally {
            reader.close(CloseOptions.timeout(Duration.ZERO));
        }
        return live;
    }

    private static void take(ConsumerRecord<byte[], byte[]> each, String component, Map<String, String> into) {
        String name = each.key() == null ? "" : new String(each.key(), StandardCharsets.UTF_8);
        if (!name.startsWith(component + "/")) return;
        String key = name.substring(component.length() + 1);
        if (each.value() == null) into.remove(key);
        else into.put(key, new String(each.value(), StandardCharsets.UTF_8));
    }

    /**
     * Writes values.
     *
     * @param keys of which settings, at least one
     * @param value the value of each; null to take them back
     */
    Change write(String component, Set<String> keys, @Nullable String value) {
        String topic = Topics.settings(kafka.production());
        kafka.ensure(topic, 1, Map.of("cleanup.policy", "compact"));
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        long last = 0;
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(null)) {
            for (String key : keys) {
                byte[] name = (component + "/" + key).getBytes(StandardCharsets.UTF_8);
                last = Answer.of(producer.send(new ProducerRecord<>(topic, 0, name, bytes)))
                        .offset();
            }
        }
        return new Change(component, keys, value, last + 1);
    }

    /** Waits until all living copies are as wanted. {@return whether they are in time} */
    boolean await(String component, Predicate<ComponentStatus> wanted, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!copies.alive(component).stream().allMatch(wanted)) {
            if (System.nanoTime() > end) return false;
            poll();
        }
        return true;
    }

    /**
     * What the copies say to a change now.
     *
     * @throws CommandFailed if none is alive any more
     */
    Acknowledgement acknowledgement(Change change) {
        List<ComponentStatus> all = copies(change.component());
        boolean complains = all.stream().anyMatch(copy -> !copy.problems().isEmpty());
        Set<String> keys = complains ? live(change.component()).keySet() : Set.of();
        return new Acknowledgement(change, all, keys);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
