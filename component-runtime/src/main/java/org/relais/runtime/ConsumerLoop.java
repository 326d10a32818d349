package org.relais.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;
import org.relais.messages.ComponentStatus;
import org.relais.runtime.Lifecycle.State;

/** The loop of every part that reads from Kafka: take over what was assigned, poll, handle the batch, settle when there is none. */
final class ConsumerLoop {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A handler makes several times as much of its messages before they are out of the heap again. */
    private static final long MOST_BYTES = 4 << 20;

    private final Context context;
    private final Group group;
    private final List<String> topics;
    private final @Nullable Sink<?> sink;

    /** A sink keeps the outcomes of its last batch only, and the next one's replace them: before that the replies have to be committed. */
    private final boolean beside;

    private final PartHandler handler;
    private final Retries retries;
    private final Meters meters;
    private final AtomicLong done;
    private final BooleanSupplier tooMuch;

    private long lastLook = System.nanoTime();

    /** Each partition's messages that have been tried in vain: what is tried along with them later has not been for as long. */
    private final Map<TopicPartition, Tried> tried = new HashMap<>();

    ConsumerLoop(Context context, Group group, List<String> topics, @Nullable Sink<?> sink, BatchHandler handler) {
        this(context, group, topics, sink, handler, () -> false);
    }

    /** @param tooMuch whether what has been read before is still too much to read more */
    ConsumerLoop(
            Context context,
            Group group,
            List<String> topics,
            @Nullable Sink<?> sink,
            BatchHandler handler,
            BooleanSupplier tooMuch) {
        this(context, group, topics, sink, tooMuch, wholly(handler));
    }

    private ConsumerLoop(
            Context context,
            Group group,
            List<String> topics,
            @Nullable Sink<?> sink,
            BooleanSupplier tooMuch,
            PartHandler handler) {
        this.tooMuch = tooMuch;
        this.context = context;
        this.group = group;
        this.topics = topics;
        this.sink = sink;
        this.beside = sink == null;
        this.handler = handler;
        this.retries = new Retries(context.settings());
        this.meters = context.meters(group.part());
        this.done = context.done(group.part());
    }

    void run(Lifecycle lifecycle) {
        try (Outlet outlet = group.outlet();
                Intake intake = group.intake(topics)) {
            outlet.fence();
            Takeover takeover = new Takeover(group, topics, sink, context.log());
            work(lifecycle, intake, takeover, outlet);
        } catch (ProducerFencedException e) {
            // Also after a pause longer than a transaction may last, be it the wait for the end of the one before.
            // A copy that has really taken over fences the consumer, too.
            throw new KafkaException("the broker does not take this producer's transactions any more", e);
        }
    }

    private void work(Lifecycle lifecycle, Intake intake, Takeover takeover, Outlet outlet) {
        try {
            while (lifecycle.running()) {
                turn(lifecycle, intake, takeover, outlet);
            }
            outlet.settle();
        } catch (CommitFailedException | RebalanceInProgressException e) {
            context.log().info("what was done last is left to another copy: {}", e.getMessage());
        } catch (RuntimeException e) {
            noteEnd(outlet, e);
            throw e;
        }
    }

    /** What is committed has to be known, whatever came after it: the memory of it is what tells when the broker has forgotten. */
    private static void noteEnd(Outlet outlet, RuntimeException failure) {
        try {
            outlet.settleIfEnded();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void turn(Lifecycle lifecycle, Intake intake, Takeover takeover, Outlet outlet) {
        try {
            takeOver(lifecycle, intake, takeover, outlet);
            Batch batch = intake.poll(retries.wait(POLL));
            if (batch.isEmpty()) {
                outlet.settle();
            }
            boolean due = retries.due();
            lookAround(lifecycle, intake, batch, due);
            if (intake.isLeftOut(batch)) {
                standBy(lifecycle, due);
            } else if (batch.isEmpty()) {
                settle(lifecycle, intake, takeover);
            } else {
                handle(lifecycle, batch, intake, takeover, outlet);
            }
            holdBack(batch, intake);
        } catch (RetryableException | FencedException e) {
            if (lifecycle.running()) {
                context.log().warn("{}; it will be tried again", e.getMessage(), e.getCause());
                lifecycle.moveTo(State.RETRYING, String.valueOf(e.getMessage()));
                retries.failed();
                meters.retried();
            }
            outlet.abort();
            intake.suspend();
            if (lifecycle.running()) {
                tellBacklog(lifecycle, intake);
            }
        } catch (CommitFailedException | RebalanceInProgressException e) {
            context.log().info("the partitions are being assigned anew: {}", e.getMessage());
            outlet.abort();
            intake.suspend();
        }
    }

    private void takeOver(Lifecycle lifecycle, Intake intake, Takeover takeover, Outlet outlet) {
        if (intake.needsPositions() && retries.due()) {
            outlet.settle();
            takeover.run(intake);
            lifecycle.moveTo(State.RUNNING);
            tellBacklog(lifecycle, intake);
        }
    }

    /** Before anything is read, and while nothing is, only the broker knows what piles up; where it does not answer either, the last figure stays. */
    private void tellBacklog(Lifecycle lifecycle, Intake intake) {
        try {
            tell(lifecycle, intake.behind());
        } catch (KafkaException e) {
            context.log().debug("what waits can't be looked up now", e);
        }
    }

    private void tell(Lifecycle lifecycle, long waiting) {
        meters.lag(waiting);
        if (group.isOutside()) {
            lifecycle.tell(new ComponentStatus.Figures(done.get(), waiting));
        }
    }

    /** Now and then while nothing comes, whatever the reason is; after a failure when it is time to try again. */
    private void lookAround(Lifecycle lifecycle, Intake intake, Batch batch, boolean due) {
        boolean now = lifecycle.state() == State.RETRYING ? due : System.nanoTime() - lastLook >= LOOK_NANOS;
        if (!batch.isEmpty() || !now) {
            return;
        }
        lastLook = System.nanoTime();
        group.requireOutside();
        if (intake.isHeld()) {
            tellBacklog(lifecycle, intake);
        }
    }

    /** There are more copies than partitions: this one waits for work like the others. */
    private void standBy(Lifecycle lifecycle, boolean due) {
        if (!due) {
            return;
        }
        if (lifecycle.state() != State.RUNNING) {
            retries.succeeded();
            lifecycle.moveTo(State.RUNNING);
        }
        meters.lag(0);
        lifecycle.tell(group.isOutside() ? new ComponentStatus.Figures(done.get(), 0) : null);
    }

    /** Asks only when something was read, or is waited for: the answer costs requests. */
    private void holdBack(Batch batch, Intake intake) {
        if (!batch.isEmpty() || intake.isHeld()) {
            intake.hold(tooMuch.getAsBoolean());
        }
    }

    /** {@return a loop whose handler may leave some of a batch for the next one} */
    static ConsumerLoop inParts(
            Context context, Group group, List<String> topics, @Nullable Sink<?> sink, PartHandler handler) {
        return new ConsumerLoop(context, group, topics, sink, () -> false, handler);
    }

    private static PartHandler wholly(BatchHandler handler) {
        return (batch, takeover, outlet, exhausted) ->
                new Handled(batch.records().count(), handler.handle(batch, takeover, outlet, exhausted));
    }

    /** What has been tried for too long is given up; what came since then, and has never been tried, is not. */
    private void handle(Lifecycle lifecycle, Batch batch, Intake intake, Takeover takeover, Outlet outlet) {
        Map<TopicPartition, OffsetAndMetadata> exhausted = new HashMap<>();
        tried.forEach((partition, those) -> {
            if (retries.exhausted(those.since())) {
                exhausted.put(partition, those.end());
            }
        });
        handle(lifecycle, batch.before(exhausted), intake, takeover, outlet, true);
        handle(lifecycle, batch.notBefore(exhausted), intake, takeover, outlet, false);
    }

    /** What is left when the part is told to stop is read again by whoever begins where this one has committed. */
    private void handle(
            Lifecycle lifecycle, Batch batch, Intake intake, Takeover takeover, Outlet outlet, boolean exhausted) {
        Batch left = batch;
        while (!left.isEmpty() && lifecycle.running()) {
            Batch part = left.first(left.within(MOST_BYTES));
            left = left.behind(handlePart(lifecycle, part, intake, takeover, outlet, exhausted));
        }
    }

    /** {@return how many messages are handled, and committed} */
    private int handlePart(
            Lifecycle lifecycle, Batch whole, Intake intake, Takeover takeover, Outlet outlet, boolean exhausted) {
        long began = System.nanoTime();
        Tally.Counts before = takeover.counts();
        whole.next()
                .forEach((partition, end) -> tried.computeIfAbsent(partition, unused -> new Tried(end, retries.now())));
        Handled handled = handler.handle(whole, takeover, outlet, exhausted);
        Batch batch = whole.first(handled.count());
        Map<TopicPartition, OffsetAndMetadata> next = batch.next();
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets(next, takeover, handled.sinkPart());
        takeover.firstCommits(offsets.keySet(), group.isTransactional()).forEach(outlet::send);
        Tally.Counts counts = takeover.counts().minus(before);
        long oldest = batch.oldest();
        group.commit(offsets, batch, intake, outlet, beside, ended -> {
            takeover.committed(next);
            tried.clear();
            retries.succeeded();
            meters.committed(counts, began, ended, oldest);
            done.addAndGet(counts.consumed());
            tell(lifecycle, intake.lag());
        });
        return handled.count();
    }

    /** A commit marker behind the last message would look like a backlog for ever. */
    private void settle(Lifecycle lifecycle, Intake intake, Takeover takeover) {
        Map<TopicPartition, OffsetAndMetadata> positions = intake.runDry();
        if (!positions.isEmpty()) {
            intake.commit(offsets(positions, takeover, ""));
            tell(lifecycle, 0);
            tried.clear();
            retries.succeeded();
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(
            Map<TopicPartition, OffsetAndMetadata> positions, Takeover takeover, String sinkPart) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((partition, position) ->
                takeover.of(partition).commit(position, sinkPart).ifPresent(offset -> offsets.put(partition, offset)));
        return offsets;
    }

    /**
     * Messages of one partition that have been tried.
     *
     * @param end the offset behind them
     * @param since when they were first tried, as {@link Retries#now} tells it
     */
    private record Tried(OffsetAndMetadata end, long since) {}

    /** What is done with a batch. */
    @FunctionalInterface
    interface BatchHandler {

        /**
         * Does the effects and sends what follows from the batch; the loop commits it.
         *
         * @param batch the messages
         * @param takeover where each partition stands
         * @param outlet takes what is sent
         * @param exhausted whether these messages have been tried for longer than is wanted
         * @return the sink's part of the offsets' metadata; empty if there is none
         */
        String handle(Batch batch, Takeover takeover, Outlet outlet, boolean exhausted);
    }

    /** What is done with the beginning of a batch: as much of it as is good to do at once, and at least one message. */
    @FunctionalInterface
    interface PartHandler {

        /** As {@link BatchHandler#handle}, for those messages only that it says it has handled. */
        Handled handle(Batch batch, Takeover takeover, Outlet outlet, boolean exhausted);
    }
}
