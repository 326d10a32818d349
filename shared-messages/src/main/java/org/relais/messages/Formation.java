package org.relais.messages;

import org.jspecify.annotations.Nullable;

/**
 * A training course as the source system's file and its {@code formation} table have it.
 *
 * @param id the course's number; absent means not given
 * @param nom the course's name
 * @param salle the room it is held in
 */
public record Formation(
        @Nullable Long id, @Nullable String nom, @Nullable String salle) {}
