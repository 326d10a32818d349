package org.relais.messages;

/**
 * Asks for everything with a formation's number to become that formation; answered with how many there were.
 *
 * @param formation its number, which is never absent, and what is to be stored
 */
public record FormationUpdate(Formation formation) implements FormationCommand, Keyed {

    /** Checks that there is a formation with a number. */
    public FormationUpdate {
        InvalidMessageException.requireField(formation, "formation");
        InvalidMessageException.requireField(formation.id(), "formation.id");
    }

    @Override
    public String key() {
        return String.valueOf(formation.id());
    }
}
