package org.relais.messages;

/**
 * Says that a product is stored.
 *
 * @param id the number that the database gave it
 */
public record ProductResponse(long id) {}
