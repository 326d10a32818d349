package org.relais.runtime;

import java.util.concurrent.CompletableFuture;

/**
 * A request on its way, and whoever waits for the reply. Safe for use by several threads.
 *
 * @param <R> the reply
 */
public interface Call<R> {

    /** What has become of a request. */
    enum Fate {
        /** It was not sent, and will not be. */
        NOT_SENT,
        /** It was sent: the work is done, whether anybody waits for it or not. */
        SENT,
        /** The cluster went away while it was being sent. */
        UNKNOWN
    }

    /** {@return the id of the session} */
    String session();

    /**
     * {@return completes when the request is sent, one with a key when it is certain that it is carried out; with {@link RejectedException} if it
     * is larger than the broker takes, and with {@link FailedReply} if the key is refused or an error was its answer before}
     */
    CompletableFuture<?> sent();

    /**
     * {@return completes with the reply, with {@link FailedReply} if that is an error, with {@link RejectedException} if the request is
     * larger than the broker takes, or when the process stops with {@link java.util.concurrent.CancellationException}} The thread that
     * sends all requests or reads all replies completes it: what follows must not block it.
     */
    CompletableFuture<R> reply();

    /** Gives up waiting, and keeps the request from being sent if it is not sent yet. {@return what has become of it} */
    Fate abandon();
}
