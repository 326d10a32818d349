package org.relais.runtime;

/**
 * The logic: takes a request, calls operations, decides by their replies, and replies.
 *
 * <p>The handler is straight-line code, but it runs from its start again each time one of its calls is answered, with the
 * replies so far at hand. So it must be deterministic, must change nothing but through {@code calls}, and takes time and
 * randomness from {@code calls}. One thread at a time calls a handler.
 *
 * @param <Q> the request
 * @param <R> the reply
 */
@FunctionalInterface
@SuppressWarnings("JavaLangClash") // the word of the field; nobody who writes one starts operating-system processes
public interface Process<Q, R> {

    /**
     * Processes one request.
     *
     * @param request what is asked for
     * @param calls reaches the other components
     * @return the reply for whoever waits for one
     * @throws RejectedException if this request can't be processed as it is
     * @throws CallFailed if a call was answered with an error and the handler did not catch it: the session is parked
     */
    R handle(Q request, Calls calls);
}
