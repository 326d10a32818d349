package org.relais.db;

import org.relais.messages.Done;
import org.relais.messages.Formation;
import org.relais.messages.FormationCommand;
import org.relais.messages.FormationDelete;
import org.relais.messages.FormationListRequest;
import org.relais.messages.FormationQuery;
import org.relais.messages.FormationReply;
import org.relais.messages.FormationRequest;
import org.relais.messages.FormationUpdate;
import org.relais.runtime.Operation;

/** Stores formations, and reads, changes and deletes what is stored: all of it in the batch's transaction, in the order of the messages. */
final class PostgresOperation implements Operation<FormationCommand, FormationReply, Rows> {

    private static final Table FORMATION =
            Table.named("public.formation").int8("id").text("nom").text("salle");

    @Override
    public FormationReply handle(FormationCommand command, Rows rows) {
        if (command instanceof FormationRequest request) {
            return insert(request.formation(), rows);
        } else if (command instanceof FormationQuery query) {
            return Formations.last(rows, query.id());
        } else if (command instanceof FormationListRequest list) {
            return Formations.page(rows, list);
        } else if (command instanceof FormationUpdate update) {
            return Formations.update(rows, update.formation());
        } else if (command instanceof FormationDelete delete) {
            return Formations.delete(rows, delete.id());
        }
        throw new IllegalStateException("a command that nobody has taught this operation: " + command.getClass());
    }

    private static Done insert(Formation formation, Rows rows) {
        rows.insert(FORMATION, formation.id(), formation.nom(), formation.salle());
        return Done.DONE;
    }
}
