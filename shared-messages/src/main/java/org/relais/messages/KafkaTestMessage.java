package org.relais.messages;

import java.math.BigDecimal;

/**
 * A product to be written to an outside Kafka topic.
 *
 * @param name the product's name; empty where the JSON has none
 * @param price its price, at most two digits after the point; 0 where the JSON has none
 */
public record KafkaTestMessage(String name, BigDecimal price) implements Product {

    /** Fills in what is absent, and refuses a price that can't be stored as it is. */
    public KafkaTestMessage {
        name = Product.nameOf(name);
        price = Product.priceOf(price);
    }
}
