package org.relais.messages;

import org.jspecify.annotations.Nullable;

/**
 * A training as the local database stores it.
 *
 * @param name the course's name
 * @param room the room it is held in
 */
public record Training(@Nullable String name, @Nullable String room) {}
