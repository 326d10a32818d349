package org.relais.kafka.operation;

import static org.relais.messages.Topics.KAFKA_OPERATION;

import org.relais.runtime.Component;

/** The component that writes products to an outside Kafka topic. */
final class OperationKafka {

    private OperationKafka() {}

    /** Runs the component. */
    public static void main(String[] args) {
        Component.named("operation-kafka")
                .settings(OperationSettings.class)
                .topicOperation(KAFKA_OPERATION, OperationSettings::outside, settings -> new KafkaOperation())
                .run(args);
    }
}
