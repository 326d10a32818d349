package org.relais.messages;

import org.jspecify.annotations.Nullable;

/**
 * Asks for the formations in the order in which they were stored, page by page.
 *
 * @param id only those with this number; absent: all
 * @param limit at most so many, 1 to 1,000; a page may have fewer where they are large
 * @param after only those behind this place, as {@link FormationPage#next} told it; absent: from the first
 */
public record FormationListRequest(
        @Nullable Long id, Integer limit, @Nullable Long after) implements FormationCommand, Keyed {

    private static final int MOST = 1_000;

    /** Checks the limit. */
    public FormationListRequest {
        InvalidMessageException.requireField(limit, "limit");
        if (limit < 1 || limit > MOST) {
            throw new InvalidMessageException("field 'limit' must be from 1 to " + MOST);
        }
    }

    @Override
    public @Nullable String key() {
        return id == null ? null : Long.toString(id);
    }
}
