package org.relais.launcher;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Answer;
import org.relais.messages.ComponentStatus;
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
        consumer.assign(List.of(statuses));
        consumer.seekToBeginning(List.of(statuses));
        long end = consumer.endOffsets(List.of(statuses)).getOrDefault(statuses, 0L);
        while (consumer.position(statuses) < end) poll();
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

    /** Whether a component has said something of itself before, and none of its copies is alive. */
    boolean isDown(String component) {
        return !lastHeard(component).isEmpty() && !isRunning(component);
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
        throw new CommandFailed("no copy of '" + component + "' is running: start it, or name one of "
                + String.join(", ", components()));
    }

    /**
     * Writes a value.
     *
     * @param value null to take it back
     * @return the offset behind it, which every copy acknowledges
     */
    long write(String component, String key, @Nullable String value) {
        String topic = Topics.settings(kafka.production());
        kafka.ensure(topic, 1, Map.of("cleanup.policy", "compact"));
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(null)) {
            byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
            byte[] name = (component + "/" + key).getBytes(StandardCharsets.UTF_8);
            return Answer.of(producer.send(new ProducerRecord<>(topic, 0, name, bytes)))
                            .offset()
                    + 1;
        }
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

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
