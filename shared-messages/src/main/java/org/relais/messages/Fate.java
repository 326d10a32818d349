package org.relais.messages;

import org.jspecify.annotations.Nullable;

/**
 * What became of a dead letter: the value under its place in the topic of fates. One that has a fate is never sent again.
 *
 * @param fate {@link #RESENT} or {@link #DISCARDED}
 * @param time when, RFC 3339
 * @param by who did it, for people
 * @param topicId the id of the dead letter's topic: one that was deleted and created again has other letters at the same places
 * @param resentAs where the message was put, {@code topic/partition@offset}; null if it was discarded
 * @param edited whether it was given another body before
 */
public record Fate(
        String fate,
        String time,
        String by,
        String topicId,
        @Nullable String resentAs,
        boolean edited) {

    /** Put back into its topic. */
    public static final String RESENT = "resent";

    /** Not wanted any more. */
    public static final String DISCARDED = "discarded";
}
