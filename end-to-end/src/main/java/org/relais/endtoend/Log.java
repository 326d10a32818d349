package org.relais.endtoend;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.relais.messages.HeaderName;

/** What is committed in topics, read from outside. Used by one thread. */
public final class Log implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, String> consumer;

    public Log(String bootstrap) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "test-" + UUID.randomUUID());
        this.consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    /** All committed records of a topic, from its beginning to its present end; each partition's in order. None if there is no such topic. */
    public List<ConsumerRecord<String, String>> all(String topic) {
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        each(topic, all::add);
        return all;
    }

    /** Gives the same records one after the other, so that there may be many. */
    public void each(String topic, Consumer<ConsumerRecord<String, String>> reader) {
        List<TopicPartition> partitions = partitions(topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        each(partitions, reader);
    }

    private void each(Collection<TopicPartition> partitions, Consumer<ConsumerRecord<String, String>> reader) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(reader);
        }
    }

    /** Gives all committed records from these offsets on, one after the other. */
    public void behind(Map<TopicPartition, Long> offsets, Consumer<ConsumerRecord<String, String>> reader) {
        consumer.assign(offsets.keySet());
        offsets.forEach(consumer::seek);
        each(offsets.keySet(), reader);
    }

    /** From now on {@link #next} gives what is committed to this topic, which must be there. */
    public void follow(String topic) {
        List<TopicPartition> partitions = partitions(topic);
        if (partitions.isEmpty()) {
            throw new AssertionError(topic + " is not there yet");
        }
        consumer.assign(partitions);
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
    }

    /** What was committed to the followed topic since the last call. */
    public List<ConsumerRecord<String, String>> next(Duration wait) {
        List<ConsumerRecord<String, String>> next = new ArrayList<>();
        consumer.poll(wait).forEach(next::add);
        return next;
    }

    /** What was committed to the followed topic since the last call, up to its present end. */
    public List<ConsumerRecord<String, String>> rest() {
        List<ConsumerRecord<String, String>> rest = new ArrayList<>();
        each(consumer.assignment(), rest::add);
        return rest;
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** A header's text. {@return null if there is none} */
    public static @Nullable String header(ConsumerRecord<?, ?> record, HeaderName name) {
        return header(record, name.key());
    }

    public static @Nullable String header(ConsumerRecord<?, ?> record, String key) {
        Header header = record.headers().lastHeader(key);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
