package org.relais.messages;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for what a Kafka cluster answers to a client that gives futures. Any thread may call it. */
public final class Answer {

    private Answer() {}

    /**
     * {@return the answer, once it is there}
     *
     * @param future what a client gave; the client's own time-out bounds the wait
     * @throws KafkaException the cluster's or the client's own reason, not wrapped once more
     * @throws InterruptException if the thread is interrupted; it still is, then
     */
    public static <T> T of(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
