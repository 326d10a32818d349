package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One process that the {@link Supervisor} starts, watches, starts again and stops. A child remembers what must survive a
 * restart (its port, its folder), so that every start serves the same clients and the same data. The supervisor calls it
 * from one thread at a time.
 */
public interface Child {
    /** The name it has in messages, in {@code run.json} and for its log. */
    String name();

    /** Where everything it prints goes. */
    Path log();

    /**
     * Starts a new process, without waiting until it serves.
     *
     * @throws IOException if it can't be started; the message says what to do about it
     */
    Process start() throws IOException;

    /**
     * Waits until the process just started serves its clients.
     *
     * @throws IOException if it ended, or does not serve within the limit
     */
    default void awaitReady(Process process, Duration limit) throws IOException, InterruptedException {}

    /** Asks the process to end in order. Does not wait. */
    default void requestStop(Process process) throws IOException {
        process.destroy();
    }

    /** Whether starting it again can be any better after it ended by itself with this exit code. */
    default boolean restartable(int exitCode) {
        return true;
    }
}
