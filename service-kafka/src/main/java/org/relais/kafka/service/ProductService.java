package org.relais.kafka.service;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.relais.messages.Bodies;
import org.relais.messages.ProductMessage;
import org.relais.messages.Topic;
import org.relais.messages.Topics;
import org.relais.runtime.OutsideTopic;
import org.relais.runtime.TopicService;

/** Has each product of the outside topic processed. */
final class ProductService implements TopicService<ProductMessage> {

    private static final Bodies<ProductMessage> PRODUCTS = Bodies.of(ProductMessage.class);

    private final ServiceSettings settings;

    ProductService(ServiceSettings settings) {
        this.settings = settings;
    }

    @Override
    public OutsideTopic topic() {
        return settings.outside();
    }

    @Override
    public String group() {
        return settings.group();
    }

    @Override
    public Topic<ProductMessage, ?> target() {
        return Topics.PRODUCT_PROCESS;
    }

    @Override
    public ProductMessage read(ConsumerRecord<byte[], byte[]> record) {
        return PRODUCTS.read(record.value());
    }
}
