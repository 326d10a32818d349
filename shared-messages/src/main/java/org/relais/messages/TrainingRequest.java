package org.relais.messages;

/**
 * Asks for a training to be stored in the local database.
 *
 * @param training what to store; never absent
 */
public record TrainingRequest(Training training) {

    /** Checks that there is a training: a request without one can't be acted on. */
    public TrainingRequest {
        InvalidMessageException.requireField(training, "training");
    }
}
