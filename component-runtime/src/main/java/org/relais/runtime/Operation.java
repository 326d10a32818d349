package org.relais.runtime;

/**
 * The way out: does one effect for each request and replies.
 *
 * <p>The effect goes into {@code sink}, which makes it durable together with the cursor; nothing else may be changed, since a
 * handler runs again for the same request when the batch that it stood in had to be divided or rolled back. One thread at a
 * time calls a handler.
 *
 * @param <Q> the request
 * @param <R> the reply
 * @param <S> what effects go into
 */
@FunctionalInterface
public interface Operation<Q, R, S> {

    /**
     * Does the effect of one request.
     *
     * @param request what is asked for
     * @param sink takes the effect
     * @return the reply for the caller
     * @throws RejectedException if this request can't be processed as it is; the others of its batch are
     * @throws RetryableException if the outside is down: the whole batch is tried again
     */
    R handle(Q request, S sink);
}
