package org.relais.file;

import org.relais.messages.Done;
import org.relais.messages.Formation;
import org.relais.messages.FormationRequest;
import org.relais.runtime.Operation;

/** Appends two lines for each formation: its fields, and a rule of stars. */
final class FileOperation implements Operation<FormationRequest, Done, Appender> {

    private static final String SEPARATOR = " : ";
    private static final String RULE = " *".repeat(40);

    @Override
    public Done handle(FormationRequest request, Appender file) {
        Formation formation = request.formation();
        file.number(formation.id()).text(SEPARATOR);
        file.text(formation.salle()).text(SEPARATOR);
        file.text(formation.nom()).text(SEPARATOR).endLine();
        file.text(RULE).endLine();
        return Done.DONE;
    }
}
