package org.relais.messages;

/**
 * How many formations were updated or deleted.
 *
 * @param count 0: there is none with that number
 */
public record FormationsChanged(long count) implements FormationReply {}
