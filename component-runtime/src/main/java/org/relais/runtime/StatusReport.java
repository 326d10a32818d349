package org.relais.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Bodies;
import org.relais.messages.ComponentStatus;
import org.relais.messages.Host;
import org.relais.messages.Topics;

/**
 * Tells the production's status topic how the parts of this process are. It is a courtesy: what can't be told is told later, and nothing
 * waits for it. Owns its thread.
 */
final class StatusReport implements AutoCloseable {

    private static final long LOOK_MILLIS = 500;
    private static final long SIGN_OF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long FIGURES_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final Bodies<ComponentStatus> BODIES = Bodies.of(ComponentStatus.class);

    private final Context context;
    private volatile @Nullable Shown shown;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(StatusReport::daemon);
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private @Nullable ComponentStatus last;
    private long lastTime;

    StatusReport(Context context) {
        this.context = context;
    }

    /**
     * Sets what is told from now on.
     *
     * @param shift who works
     * @param values the settings in force
     * @param problems why live settings are not
     * @param offset the offset behind the last live setting that was looked at
     */
    void show(@Nullable Shift shift, List<ComponentStatus.Value> values, List<String> problems, long offset) {
        shown = new Shown(shift, values, problems, offset);
    }

    void start() {
        var unused = thread.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Says the last word and stops. */
    @Override
    public synchronized void close() {
        if (thread.isShutdown()) {
            return;
        }
        thread.execute(this::look);
        thread.execute(this::closeProducer);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "status");
        thread.setDaemon(true); // else a main thread that fails would leave a process that does nothing
        return thread;
    }

    private void look() {
        Shown now = shown;
        if (now == null) {
            return;
        }
        ComponentStatus status = now.status(context);
        if (isDue(status.at(""))) {
            try {
                tell(status);
                last = status.at("");
                lastTime = System.nanoTime();
            } catch (KafkaException | HaltException e) {
                context.log().debug("the status can't be told now", e);
            }
        }
    }

    private boolean isDue(ComponentStatus status) {
        if (last == null || !status.withoutFigures().equals(last.withoutFigures())) {
            return true;
        }
        return System.nanoTime() - lastTime > (status.equals(last) ? SIGN_OF_LIFE_NANOS : FIGURES_NANOS);
    }

    private void tell(ComponentStatus status) {
        String topic = Topics.status(context.production());
        context.cluster().ensureCompacted(topic);
        byte[] key = status.key().getBytes(StandardCharsets.UTF_8);
        var unused = producer().send(new ProducerRecord<>(topic, 0, key, BODIES.write(status)));
    }

    private KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = context.clients().courtesyProducer("status");
        }
        return producer;
    }

    private void closeProducer() {
        if (producer != null) {
            producer.close(Duration.ofMillis(500));
        }
    }

    private record Shown(
            @Nullable Shift shift, List<ComponentStatus.Value> values, List<String> problems, long offset) {

        ComponentStatus status(Context context) {
            return new ComponentStatus(
                    context.component(),
                    context.slot().name(),
                    Host.NAME,
                    ProcessHandle.current().pid(),
                    Instant.now().toString(),
                    shift == null ? List.of() : shift.status(),
                    values,
                    problems,
                    offset);
        }
    }
}
