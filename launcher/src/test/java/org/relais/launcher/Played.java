package org.relais.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.relais.messages.DeadLetter;
import org.relais.messages.Envelope;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/** A production of its own on the test broker, whose components are played by hand. */
final class Played implements AutoCloseable {
    static final int PARTITIONS = 3;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "p" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet();
    private final Admin admin = Admin.create(TestBroker.client());
    private final KafkaProducer<byte[], byte[]> producer;

    Played() throws Exception {
        Map<String, Object> config = new HashMap<>(TestBroker.client());
        config.put("compression.type", "lz4");
        config.put("max.in.flight.requests.per.connection", 1); // as a component has it for outside topics
        config.put("linger.ms", 5);
        config.put("batch.size", 256 * 1024);
        config.put("max.request.size", 2 << 20); // as a component's
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        List<String> topics = new ArrayList<>(List.of(Topics.ROUTER.repliesIn(name)));
        for (Topic<?, ?> topic :
                List.of(Topics.ROUTER, Topics.FILE_OPERATION, Topics.TRAINING_OPERATION, Topics.POSTGRES_OPERATION)) {
            topics.add(topic.in(name));
            topics.add(topic.deadLettersIn(name));
        }
        topics.add(Topics.SERVICE_CSV.deadLettersIn(name));
        create(topics, PARTITIONS);
    }

    String name() {
        return name;
    }

    Admin admin() {
        return admin;
    }

    void create(List<String> topics, int partitions) throws Exception {
        admin.createTopics(topics.stream()
                        .map(topic -> new NewTopic(topic, Optional.of(partitions), Optional.empty()))
                        .toList())
                .all()
                .get(30, TimeUnit.SECONDS);
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        topics.forEach(topic -> IntStream.range(0, partitions)
                .forEach(partition -> all.put(new TopicPartition(topic, partition), OffsetSpec.latest())));
        Eventually.eventually("each partition has its leader", () -> hasOffsets(all));
    }

    private boolean hasOffsets(Map<TopicPartition, OffsetSpec> all) throws InterruptedException, TimeoutException {
        try {
            return admin.listOffsets(all).all().get(30, TimeUnit.SECONDS).size() == all.size();
        } catch (ExecutionException notKnownEverywhere) {
            return false;
        }
    }

    Uuid topicId(String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .topicNameValues()
                .values()
                .iterator()
                .next()
                .get()
                .topicId();
    }

    /** Sends a message that was sent at this time. */
    RecordMetadata send(String topic, int partition, Instant time, String key, String body, Headers headers)
            throws Exception {
        return producer.send(record(topic, partition, time, key, body, headers)).get(30, TimeUnit.SECONDS);
    }

    /** Sends any bytes as somebody does who knows nothing of headers. */
    RecordMetadata send(String topic, int partition, byte[] value) throws Exception {
        return producer.send(new ProducerRecord<>(topic, partition, null, value))
                .get(30, TimeUnit.SECONDS);
    }

    /** Sends it sooner or later; {@link #flush} waits. */
    void sendLater(String topic, int partition, Instant time, String key, String body, Headers headers) {
        var unused = producer.send(record(topic, partition, time, key, body, headers));
    }

    void flush() {
        producer.flush();
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, int partition, Instant time, String key, String body, Headers headers) {
        return new ProducerRecord<>(
                topic, partition, time.toEpochMilli(), key.getBytes(UTF_8), body.getBytes(UTF_8), headers);
    }

    /** Puts a message aside as a component does. */
    RecordMetadata deadLetter(
            Topic<?, ?> topic,
            int partition,
            String key,
            String body,
            Headers headers,
            String error,
            String origin,
            Instant failedAt)
            throws Exception {
        return producer.send(new DeadLetter(error, "rejected", origin, failedAt, 1)
                        .of(topic.deadLettersIn(name), partition, key.getBytes(UTF_8), body.getBytes(UTF_8), headers))
                .get(30, TimeUnit.SECONDS);
    }

    /** A component has taken in its messages up to this offset. */
    void commit(Topic<?, ?> topic, @Nullable String source, int partition, long offset) throws Exception {
        TopicPartition read = new TopicPartition(source == null ? topic.in(name) : source, partition);
        admin.alterConsumerGroupOffsets(topic.in(name), Map.of(read, new OffsetAndMetadata(offset, "c=1,d=0,a=1,x=0")))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    /** All records of a topic. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic, int partitions) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        try (Kafka kafka = new Kafka(name, TestBroker.client());
                KafkaConsumer<byte[], byte[]> consumer = kafka.reader()) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    static Envelope opening(String session, Instant time) {
        return Envelope.opening(session, "FormationRequest", "service-csv", time.toString());
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
