package org.relais.messages;

import java.math.BigDecimal;

/**
 * A product: to the product process any product, to the product operation one to be stored by an object-relational mapper.
 *
 * @param name the product's name; empty where the JSON has none
 * @param price its price, at most two digits after the point; 0 where the JSON has none
 */
public record ProductMessage(String name, BigDecimal price) implements ProductRequest {

    /** Fills in what is absent, and refuses a price that can't be stored as it is. */
    public ProductMessage {
        name = Product.nameOf(name);
        price = Product.priceOf(price);
    }
}
