package org.relais.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * The figures of one part of this process since its start, as monitoring wants them. What is exact and survives the process is the
 * {@link Tally}. Used by one thread; read by any.
 */
final class Meters {

    private static final Duration[] BUCKETS = LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Counter consumed;
    private final Counter done;
    private final Counter answered;
    private final Counter deadLetters;
    private final Counter sent;
    private final Counter retries;
    private final Timer batches;
    private final Timer ages;
    private final AtomicLong lag = new AtomicLong();

    Meters(MeterRegistry registry, String part) {
        this.consumed = messages(registry, part, "consumed");
        this.done = messages(registry, part, "done");
        this.answered = messages(registry, part, "answered");
        this.deadLetters = messages(registry, part, "dead-letter");
        this.sent = messages(registry, part, "sent");
        this.retries = Counter.builder("relais.retries")
                .description("batches tried again because the outside is down")
                .tag("part", part)
                .register(registry);
        this.batches = timer(registry, part, "relais.batch", "from the poll of a batch to its commit");
        this.ages = timer(registry, part, "relais.age", "from the time of a batch's oldest message to its commit");
        replaceLag(registry, part);
    }

    /** The registry keeps the gauge that it was given first: of a part that has started over, one that nobody moves any more. */
    private void replaceLag(MeterRegistry registry, String part) {
        Gauge former = registry.find("relais.lag").tag("part", part).gauge();
        if (former != null) {
            registry.remove(former);
        }
        Gauge.builder("relais.lag", lag, AtomicLong::get)
                .description("messages that wait on the partitions of this copy")
                .tag("part", part)
                .strongReference(true)
                .register(registry);
    }

    private static Counter messages(MeterRegistry registry, String part, String what) {
        return Counter.builder("relais.messages")
                .description("messages by what became of them")
                .tag("part", part)
                .tag("result", what)
                .register(registry);
    }

    private static Timer timer(MeterRegistry registry, String part, String name, String description) {
        return Timer.builder(name)
                .description(description)
                .tag("part", part)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /**
     * A batch is committed.
     *
     * @param began when its work began, as {@link System#nanoTime} tells it
     * @param ended when it was committed
     * @param oldest the time stamp of its oldest message, in milliseconds since 1970
     */
    void committed(Tally.Counts counts, long began, long ended, long oldest) {
        consumed.increment((double) counts.consumed());
        done.increment((double) counts.done());
        answered.increment((double) counts.answered());
        deadLetters.increment((double) counts.deadLetters());
        batches.record(Duration.ofNanos(ended - began));
        Duration old = Duration.ofMillis(System.currentTimeMillis() - oldest).minusNanos(System.nanoTime() - ended);
        ages.record(old.isNegative() ? Duration.ZERO : old);
    }

    /** What a service has read is committed. */
    void committed(long requests, long letters) {
        sent.increment((double) requests);
        deadLetters.increment((double) letters);
    }

    void retried() {
        retries.increment();
    }

    void lag(long messages) {
        lag.set(messages);
    }
}
