package org.relais.messages;

/**
 * Asks for the formation stored last with a number; answered with a page of it, or an empty one.
 *
 * @param id the formation's number; never absent
 */
public record FormationQuery(Long id) implements FormationCommand, Keyed {

    /** Checks that there is a number. */
    public FormationQuery {
        InvalidMessageException.requireField(id, "id");
    }

    @Override
    public String key() {
        return Long.toString(id);
    }
}
