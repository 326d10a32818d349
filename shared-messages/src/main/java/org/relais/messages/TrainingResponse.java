package org.relais.messages;

/**
 * The training operation's decision.
 *
 * @param bool whether the formation is to be stored in the outside database as well
 */
public record TrainingResponse(boolean bool) {}
