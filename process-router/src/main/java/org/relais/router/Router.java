package org.relais.router;

import static org.relais.messages.Topics.FILE_OPERATION;
import static org.relais.messages.Topics.POSTGRES_OPERATION;
import static org.relais.messages.Topics.TRAINING_OPERATION;

import org.relais.messages.Formation;
import org.relais.messages.FormationRequest;
import org.relais.messages.FormationResponse;
import org.relais.messages.Training;
import org.relais.messages.TrainingRequest;
import org.relais.messages.TrainingResponse;
import org.relais.runtime.Calls;
import org.relais.runtime.Process;

/** Writes each formation to the file and to the local database, and to the outside database if the local one says so. */
final class Router implements Process<FormationRequest, FormationResponse> {

    @Override
    public FormationResponse handle(FormationRequest request, Calls calls) {
        Formation formation = request.formation();
        calls.call(FILE_OPERATION, request);
        TrainingRequest training = new TrainingRequest(new Training(formation.nom(), formation.salle()));
        TrainingResponse decision = calls.call(TRAINING_OPERATION, training);
        if (decision.bool()) {
            calls.call(POSTGRES_OPERATION, request);
        }
        return new FormationResponse(decision.bool());
    }
}
