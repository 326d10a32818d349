package org.relais.messages;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a formation to be processed or stored.
 *
 * @param formation what to store; never absent
 */
public record FormationRequest(Formation formation) implements FormationCommand, Keyed {

    /** Checks that there is a formation: a request without one can't be acted on. */
    public FormationRequest {
        InvalidMessageException.requireField(formation, "formation");
    }

    /** {@return the formation's id, so that what concerns one formation stays in order; null if it has none} */
    @Override
    public @Nullable String key() {
        return formation.id() == null ? null : Long.toString(formation.id());
    }
}
