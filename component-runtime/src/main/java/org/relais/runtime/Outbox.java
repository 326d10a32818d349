package org.relais.runtime;

import org.jspecify.annotations.Nullable;
import org.relais.messages.Topic;

/** Takes what a service has read; commits as one transaction. */
public interface Outbox {

    /** {@return whether the transaction is large enough, or has lasted long enough, to be committed before more is read} */
    boolean isFull();

    /**
     * Sends a request that opens a session.
     *
     * @param target whom to send it to
     * @param body what to ask for
     * @throws RejectedException if the message is larger than the broker takes
     */
    <Q> void send(Topic<Q, ?> target, Q body);

    /**
     * Stores how far something has been read.
     *
     * @param key what was read
     * @param value the position, or null to forget it
     */
    void position(String key, byte @Nullable [] value);

    /**
     * Keeps something that can't be sent, with the reason, in this service's topic of dead letters.
     *
     * @param origin where it stands, e.g. file and line
     * @param reason what is wrong with it
     * @param bytes what was read; cut to what the broker takes
     */
    void deadLetter(String origin, String reason, byte[] bytes);

    /**
     * Tells people of something: goes to the production's events and to the log.
     *
     * @param text one line
     */
    void event(String text);
}
