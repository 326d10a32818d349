package org.relais.messages;

/**
 * Asks for everything with a number to be deleted; answered with how many there were.
 *
 * @param id the formations' number; never absent
 */
public record FormationDelete(Long id) implements FormationCommand, Keyed {

    /** Checks that there is a number. */
    public FormationDelete {
        InvalidMessageException.requireField(id, "id");
    }

    @Override
    public String key() {
        return Long.toString(id);
    }
}
