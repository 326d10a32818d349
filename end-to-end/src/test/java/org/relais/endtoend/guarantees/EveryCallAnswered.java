package org.relais.endtoend.guarantees;

import java.util.Collection;
import java.util.List;

/**
 * Each call is answered, exactly once, and not with an error.
 *
 * @param calls the ids of the calls
 */
public record EveryCallAnswered(Collection<String> calls) {

    /**
     * One reply.
     *
     * @param inReplyTo the id of its call
     * @param isOk whether it is no error
     */
    public record Answer(String inReplyTo, boolean isOk) {}

    /**
     * Compares.
     *
     * @param where the answers were found, for the message
     * @param answers all of them
     * @throws AssertionError if a call has no answer or several, or one is an error
     */
    public void check(String where, Collection<Answer> answers) {
        new ExactlyOnceEffect(calls)
                .check(where, answers.stream().map(Answer::inReplyTo).toList());
        List<String> errors = answers.stream()
                .filter(answer -> !answer.isOk())
                .map(Answer::inReplyTo)
                .toList();
        if (!errors.isEmpty()) {
            throw new AssertionError(where + ": " + errors.size() + " answered with an error, for instance "
                    + errors.stream().limit(5).toList());
        }
    }
}
