package org.relais.runtime;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Tells what is wrong with the settings of Kafka's clients before one is made. A client refuses them only when it is made itself, and by
 * then those who worked have ended.
 */
final class ClientProblems {

    private ClientProblems() {}

    /** {@return the first problem of each client; what several say is told once} */
    static List<String> of(
            List<Map<String, Object>> admins,
            List<Map<String, Object>> consumers,
            List<Map<String, Object>> producers) {
        Set<String> problems = new LinkedHashSet<>();
        admins.forEach(each -> check(() -> adminConfig(each), problems));
        consumers.forEach(each -> check(() -> consumerConfig(each), problems));
        producers.forEach(each -> check(() -> producerConfig(each), problems));
        return List.copyOf(problems);
    }

    private static void check(Supplier<AbstractConfig> config, Set<String> problems) {
        try {
            var unused = config.get();
        } catch (KafkaException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    /** Only the client itself, not its configuration, checks its patience. */
    private static AdminClientConfig adminConfig(Map<String, Object> admin) {
        AdminClientConfig config = new AdminClientConfig(admin);
        int patience = config.getInt(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
        if (admin.containsKey(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)
                && patience < config.getInt(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG)) {
            throw new ConfigException(
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patience, "less than request.timeout.ms");
        }
        return config;
    }

    private static ConsumerConfig consumerConfig(Map<String, Object> consumer) {
        consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return new ConsumerConfig(consumer);
    }

    /**
     * {@return a producer's settings as it reads them} Only the producer itself, not its configuration, checks its patience.
     *
     * @throws KafkaException if it would refuse them
     */
    static ProducerConfig producerConfig(Map<String, Object> producer) {
        producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        ProducerConfig config = new ProducerConfig(producer);
        long least = config.getLong(ProducerConfig.LINGER_MS_CONFIG)
                + config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
        if (config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG) < Math.min(least, Integer.MAX_VALUE)) {
            throw new ConfigException(
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG),
                    "less than linger.ms + request.timeout.ms");
        }
        return config;
    }
}
