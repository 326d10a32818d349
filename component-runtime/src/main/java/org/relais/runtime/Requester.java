package org.relais.runtime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Topic;
import org.relais.messages.trace.Trace;

/** How a {@link Gateway} reaches the production. Does not block, but for {@link #trace}. Safe for use by several threads. */
public interface Requester {

    /**
     * Calls a component. All calls that wait at one moment go out in one transaction.
     *
     * @param target whom to call
     * @param request what to ask for
     * @param deadline after it the component does not act any more, but answers {@code expired}; null: it acts however late
     * @return the call, under way
     */
    <Q, R> Call<R> call(Topic<Q, R> target, Q request, @Nullable Instant deadline);

    /**
     * Calls a component once for a key, however often, from whichever copy and after whatever crash this is called with it: all these calls
     * get the one answer. A call with the key of another request fails with {@link FailedReply#isForOtherRequest}.
     *
     * @param target whom to call
     * @param request what to ask for
     * @param key the key; the session's id is made of it
     * @return the call, under way
     */
    <Q, R> Call<R> callOnce(Topic<Q, R> target, Q request, String key);

    /**
     * {@return all messages of a session, found in the topics}
     *
     * <p>Takes up to seconds, and lets one thread in at a time: for threads that may wait.
     *
     * @param session its id
     * @throws org.relais.messages.trace.UnknownTimeException if the id tells nothing: there is no such session
     * @throws org.apache.kafka.common.KafkaException if the cluster does not answer
     */
    Trace trace(String session);

    /** {@return whether requests go out and replies come in, as far as this process knows} */
    boolean isReady();
}
