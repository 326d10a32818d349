package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A topic outside the production, written and read as its owner would. */
final class Elsewhere implements AutoCloseable {

    private final String bootstrap;
    private final String topic;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    Elsewhere(TestBroker broker) {
        this(broker, "outside-" + UUID.randomUUID());
    }

    Elsewhere(TestBroker broker, String topic) {
        this.topic = topic;
        this.bootstrap = broker.bootstrap();
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "max.request.size", 8 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    String bootstrap() {
        return bootstrap;
    }

    String topic() {
        return topic;
    }

    void create(int partitions) throws Exception {
        create(partitions, 8 << 20);
    }

    void create(int partitions, int maxMessageBytes) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())
                        .configs(Map.of("max.message.bytes", Integer.toString(maxMessageBytes)))))
                .all()
                .get(60, TimeUnit.SECONDS);
    }

    void allow(int maxMessageBytes) throws Exception {
        ConfigEntry most = new ConfigEntry("max.message.bytes", Integer.toString(maxMessageBytes));
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(most, AlterConfigOp.OpType.SET))))
                .all()
                .get(60, TimeUnit.SECONDS);
    }

    void delete() throws Exception {
        admin.deleteTopics(List.of(topic)).all().get(60, TimeUnit.SECONDS);
        Eventually.eventually("deleted", () -> !admin.listTopics().names().get().contains(topic));
    }

    /** As if it had never committed. The group must have no members. */
    void forget(String group) throws Exception {
        Production.forget(admin, group);
    }

    void put(int partition, @Nullable String key, byte @Nullable [] value, String... headers) throws Exception {
        byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
        producer.send(new ProducerRecord<>(topic, partition, keyBytes, value, Production.headers(headers)))
                .get(60, TimeUnit.SECONDS);
    }

    List<ConsumerRecord<byte[], byte[]>> records() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** {@return how many records a group has read, as it has told} */
    long committed(String group) throws Exception {
        return admin
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(60, TimeUnit.SECONDS)
                .values()
                .stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    /** {@return what the members of a group call themselves} */
    List<String> members(String group) throws Exception {
        return admin.describeConsumerGroups(List.of(group)).all().get(60, TimeUnit.SECONDS).values().stream()
                .flatMap(description -> description.members().stream())
                .map(member -> member.groupInstanceId().orElse(""))
                .toList();
    }

    /** Has a group, which must have no members, begin again. */
    void rewind(String group, int partitions) throws Exception {
        for (int partition = 0; partition < partitions; partition++) {
            Map<TopicPartition, OffsetAndMetadata> start =
                    Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(0));
            Eventually.eventually("rewound", () -> {
                try {
                    admin.alterConsumerGroupOffsets(group, start).all().get(10, TimeUnit.SECONDS);
                    return true;
                } catch (ExecutionException e) {
                    return false; // a member has left just now
                }
            });
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
