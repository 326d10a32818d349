package org.relais.db;

import java.math.BigDecimal;

/**
 * A product as the table has it.
 *
 * @param id its number
 * @param name its name
 * @param price its price
 */
public record NumberedProduct(long id, String name, BigDecimal price) {}
