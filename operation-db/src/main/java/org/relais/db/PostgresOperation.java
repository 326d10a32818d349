package org.relais.db;

import org.relais.messages.Done;
import org.relais.messages.Formation;
import org.relais.messages.FormationRequest;
import org.relais.runtime.Operation;

/** Stores a formation. */
final class PostgresOperation implements Operation<FormationRequest, Done, Rows> {

    private static final Table FORMATION =
            Table.named("public.formation").int8("id").text("nom").text("salle");

    @Override
    public Done handle(FormationRequest request, Rows rows) {
        Formation formation = request.formation();
        rows.insert(FORMATION, formation.id(), formation.nom(), formation.salle());
        return Done.DONE;
    }
}
