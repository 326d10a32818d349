package org.relais.kafka.service;

import static org.relais.messages.Topics.SERVICE_KAFKA;

import org.relais.runtime.Component;

/** The component that reads products from an outside Kafka topic. */
final class ServiceKafka {

    private ServiceKafka() {}

    /** Runs the component. */
    public static void main(String[] args) {
        Component.named("service-kafka")
                .settings(ServiceSettings.class)
                .topicService(SERVICE_KAFKA, ProductService::new)
                .run(args);
    }
}
