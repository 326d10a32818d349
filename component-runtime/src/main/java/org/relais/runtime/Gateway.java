package org.relais.runtime;

import java.time.Duration;

/**
 * The way in for those who wait for an answer, over HTTP for instance: takes requests from outside, calls components, and hands back what
 * they reply.
 *
 * <p>The runtime calls {@link #open} once, when replies are being read, and {@link #close} at the end. What waits then is given up first,
 * so that those outside can still be told.
 */
public interface Gateway extends AutoCloseable {

    /**
     * Begins to take requests, on threads of its own, and returns.
     *
     * @param requester carries them into the production; it stays the same when the cluster was away
     * @throws HaltException if that is impossible, e.g. because a port is taken
     */
    void open(Requester requester);

    /** Ends what goes on outside. */
    @Override
    void close();

    /**
     * How requests that have a key are remembered. A key takes about 200 bytes of this process's heap, and of the heap of whoever takes its
     * work over.
     *
     * @param duration from the first request with a key on; after that the key is a new one
     * @param most how many keys one process remembers; requests with further ones are refused, since forgetting one could do something twice
     */
    record Memory(Duration duration, int most) {}
}
