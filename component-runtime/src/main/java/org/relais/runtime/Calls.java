package org.relais.runtime;

import java.time.Instant;
import java.util.random.RandomGenerator;
import org.relais.messages.Topic;

/** How a process reaches other components. Belongs to one run of one handler. */
public interface Calls {

    /**
     * Calls a component and returns its reply ({@code SendRequestSync}).
     *
     * @param target whom to call
     * @param request what to ask for
     * @return the reply
     * @throws CallFailed if the answer is an error
     */
    <Q, R> R call(Topic<Q, R> target, Q request);

    /**
     * Sends a component a request and does not wait ({@code SendRequestAsync}).
     *
     * @param target whom to send it to
     * @param request what to ask for
     */
    <Q> void send(Topic<Q, ?> target, Q request);

    /** {@return when the request was sent: the same at every run of the handler} */
    Instant now();

    /** {@return randomness that is a function of the session: the same at every run of the handler} */
    RandomGenerator random();
}
