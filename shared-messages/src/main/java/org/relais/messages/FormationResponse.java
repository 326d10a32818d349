package org.relais.messages;

/**
 * The router's reply.
 *
 * @param stored whether the formation is in the outside database; false: the decision kept it out
 */
public record FormationResponse(boolean stored) {}
