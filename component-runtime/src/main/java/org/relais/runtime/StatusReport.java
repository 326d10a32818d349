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
import org.relais.messages.Topics;

/**
 * Tells the production's status topic how the parts of this process are. It is a courtesy: what can't be told is told later, and nothing
 * waits for it. Owns its thread.
 */
final class StatusReport implements AutoCloseable {

    private static final long LOOK_MILLIS = 500;
    private static final long SIGN_OF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final Bodies<ComponentStatus> BODIES = Bodies.of(ComponentStatus.class);

    private final Context context;
    private final List<Worker> workers;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "status"));
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private List<ComponentStatus.Part> last = List.of();
    private long lastTime;

    StatusReport(Context context, List<Worker> workers) {
        this.context = context;
        this.workers = workers;
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

    private void look() {
        List<ComponentStatus.Part> parts = workers.stream().map(Worker::status).toList();
        if (!parts.equals(last) || System.nanoTime() - lastTime > SIGN_OF_LIFE_NANOS) {
            try {
                tell(parts);
                last = parts;
                lastTime = System.nanoTime();
            } catch (KafkaException | HaltException e) {
                context.log().debug("the status can't be told now", e);
            }
        }
    }

    private void tell(List<ComponentStatus.Part> parts) {
        String topic = Topics.status(context.production());
        context.cluster().ensureCompacted(topic);
        ComponentStatus status = new ComponentStatus(
                context.component(),
                context.slot().name(),
                Slot.hostName(),
                ProcessHandle.current().pid(),
                Instant.now().toString(),
                parts);
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
}
