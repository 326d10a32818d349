package org.relais.runtime;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.relais.messages.ComponentStatus;
import org.relais.runtime.Lifecycle.State;
import org.slf4j.Logger;

/** Owns one part's thread: runs its job, again after what can pass, and ends it when it is told to or when it failed. */
final class Worker {

    private final Job job;
    private final Logger log;
    private final Backoff backoff;
    private final Lifecycle lifecycle = new Lifecycle();
    private final CompletableFuture<State> end = new CompletableFuture<>();
    private final Thread thread;

    Worker(Job job, Context context) {
        this.job = job;
        this.log = context.log();
        this.backoff = new Backoff(context.settings().retryInterval());
        this.thread = new Thread(this::work, job.name());
    }

    void start() {
        thread.start();
    }

    void stop() {
        lifecycle.requestStop();
    }

    /** {@return how the part will have ended, when it has} */
    CompletableFuture<State> end() {
        return end;
    }

    /** {@return whether the part ended as it was told to, once it has} */
    boolean awaitEnd() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return lifecycle.state() == State.STOPPED;
    }

    ComponentStatus.Part status() {
        return lifecycle.status(job.name());
    }

    private void work() {
        try {
            runUntilStopped();
            lifecycle.moveTo(State.STOPPED);
        } catch (Throwable e) { // whatever it is, it must be seen: the process ends with it
            log.error("{} failed: {}", job.name(), e.getMessage(), e);
            lifecycle.moveTo(State.FAILED, String.valueOf(e.getMessage()));
        }
        end.complete(lifecycle.state());
    }

    private void runUntilStopped() {
        try (job) {
            while (lifecycle.running()) {
                runOnce();
            }
        }
    }

    private void runOnce() {
        long started = System.nanoTime();
        try {
            job.run(lifecycle);
        } catch (FencedInstanceIdException | ProducerFencedException e) {
            throw new HaltException(
                    "another process has taken over the work of this copy, or a transaction of it took too long", e);
        } catch (AuthenticationException | AuthorizationException e) {
            throw e;
        } catch (KafkaException | RetryableException | FencedException e) {
            lifecycle.moveTo(State.RETRYING, Reason.of(e));
            long pause = backoff.next(started);
            log.warn("{} starts over in {} ms: {}", job.name(), pause, withCause(e));
            lifecycle.pause(pause);
        }
    }

    /** Kafka's clients say of a transaction only that it has failed, and the reason is the cause. */
    private static String withCause(Exception e) {
        return e instanceof KafkaException && e.getCause() != null ? e + "; caused by: " + e.getCause() : e.toString();
    }
}
