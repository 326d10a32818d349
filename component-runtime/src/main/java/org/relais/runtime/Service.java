package org.relais.runtime;

import java.time.Duration;
import java.util.Map;

/**
 * The way in: reads something outside and sends a request for each piece of it. The requests and the position commit together.
 *
 * <p>The runtime calls, always from the service's one thread: {@link #resume} at the start and after every failure, when an
 * older instance can do no harm any more; then {@link #read} again and again; {@link #close} at the end.
 */
public interface Service extends AutoCloseable {

    /** {@return what is read, e.g. a canonical path: of the instances with the same identity only the newest can send} */
    String identity();

    /** {@return how long to wait when there is nothing more to read} */
    Duration interval();

    /**
     * Takes up the positions committed last; whatever was read after them was not sent.
     *
     * @param positions the positions by their keys, as given to {@link Outbox#position}
     */
    void resume(Map<String, byte[]> positions);

    /**
     * Reads the next part: puts requests and the new positions into the outbox until {@link Outbox#isFull} or there is nothing more.
     * All of it is committed before the next call.
     *
     * @param outbox takes what is read
     * @return whether there may be more right now; false: wait for the interval
     * @throws RetryableException if the outside is down
     */
    boolean read(Outbox outbox);

    @Override
    void close();
}
