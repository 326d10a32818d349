package org.relais.messages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Formations in the order in which they were stored.
 *
 * @param formations as many as were asked for, or fewer
 * @param next where the next page begins, for {@link FormationListRequest#after}; absent: there is none
 */
public record FormationPage(
        List<Formation> formations, @Nullable Long next) implements FormationReply {

    /** Makes the list unmodifiable. */
    public FormationPage {
        InvalidMessageException.requireField(formations, "formations");
        formations = List.copyOf(formations);
    }
}
