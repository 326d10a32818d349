package org.relais.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.relais.messages.DeadLetter;
import org.relais.messages.Topic;
import org.relais.messages.Topics;
import org.relais.runtime.Lifecycle.State;

/**
 * Runs a service: what it reads and how far it has read commit together. Keeps an older instance out <em>before</em> it looks up how far
 * that one got: the other way round the older one could still move on in between.
 */
final class ServiceJob implements Job {

    /** So many bytes make a transaction full, however few messages they are: all of them are in memory until the broker has taken them. */
    private static final long MANY_BYTES = 8L << 20;

    private final Context context;
    private final Topic<?, ?> topic;
    private final Service service;
    private final LongSupplier nanoTime;
    private final CompactedTopic positions;
    private final String events;
    private final String deadLetters;
    private final String keyPrefix;
    private final Meters meters;

    ServiceJob(Context context, Topic<?, ?> topic, Service service) {
        this(context, topic, service, System::nanoTime);
    }

    ServiceJob(Context context, Topic<?, ?> topic, Service service, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.context = context;
        this.topic = topic;
        this.service = service;
        this.positions = new CompactedTopic(context, Topics.positions(context.production()));
        this.events = Topics.events(context.production());
        this.deadLetters = topic.deadLettersIn(context.production());
        this.meters = context.meters(topic.name());
        this.keyPrefix = topic.name() + '/';
    }

    @Override
    public String name() {
        return topic.name();
    }

    @Override
    public void run(Lifecycle lifecycle) {
        positions.ensure();
        context.cluster().ensure(List.of(deadLetters, events));
        String transactionalId = context.production() + '.' + topic.name() + '@' + service.identity();
        Backlog backlog = new Backlog(context);
        try (Outlet outlet = Outlet.of(context.clients(), transactionalId)) {
            outlet.fence();
            service.resume(readPositions());
            lifecycle.moveTo(State.RUNNING);
            while (lifecycle.running()) {
                if (backlog.tooLong()) {
                    lifecycle.pause(Backlog.PAUSE_MILLIS);
                } else if (!readOnce(outlet, backlog)) {
                    lifecycle.pause(service.interval().toMillis());
                }
            }
        }
    }

    @Override
    public void close() {
        service.close();
    }

    private boolean readOnce(Outlet outlet, Backlog backlog) {
        Transaction transaction = new Transaction(outlet);
        boolean more = service.read(transaction);
        transaction.commit();
        backlog.added(transaction.sent);
        return more;
    }

    private Map<String, byte[]> readPositions() {
        Map<String, byte[]> own = new HashMap<>();
        positions.read(topic.name() + "-positions").forEach((key, value) -> {
            if (key.startsWith(keyPrefix)) {
                own.put(key.substring(keyPrefix.length()), value);
            }
        });
        return own;
    }

    /** One transaction. */
    private final class Transaction implements Outbox {

        private final Outlet outlet;
        private final Sender sender = new Sender(topic, context);
        private int messages;
        private int sent;
        private int letters;
        private long bytes;
        private long began;

        Transaction(Outlet outlet) {
            this.outlet = outlet;
        }

        @Override
        public boolean isFull() {
            return messages >= context.settings().maxPollRecords() || bytes >= MANY_BYTES || isLong();
        }

        private boolean isLong() {
            return messages > 0 && nanoTime.getAsLong() - began >= Outlet.LONGEST_NANOS;
        }

        @Override
        public <Q> void send(Topic<Q, ?> target, Q body) {
            ProducerRecord<byte[], byte[]> message = sender.opening(target, body);
            Sender.checkSize(message);
            add(message);
            sent++;
        }

        @Override
        public void position(String key, byte @Nullable [] value) {
            add(positions.record(keyPrefix + key, value));
        }

        @Override
        public void deadLetter(String origin, String reason, byte[] bytes) {
            byte[] kept = bytes.length <= MAX_KEPT ? bytes : java.util.Arrays.copyOf(bytes, MAX_KEPT);
            byte[] key = origin.getBytes(StandardCharsets.UTF_8);
            context.log().warn("{}: {}", origin, reason);
            add(new DeadLetter(reason, Outcome.Failed.REJECTED, origin, Instant.now(), 1)
                    .of(deadLetters, null, key, kept, new RecordHeaders()));
            letters++;
        }

        @Override
        public void event(String text) {
            context.log().info("{}", text);
            add(new ProducerRecord<>(
                    events, null, name().getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8)));
        }

        void commit() {
            if (outlet.isOpen()) {
                try {
                    outlet.commit();
                    meters.committed(sent, letters);
                } catch (KafkaException e) {
                    // Says whether a newer instance is the reason: that one must not be kept out in its turn.
                    outlet.abort();
                    throw e;
                }
            }
        }

        private void add(ProducerRecord<byte[], byte[]> message) {
            if (messages == 0) {
                began = nanoTime.getAsLong();
            }
            outlet.send(message);
            messages++;
            bytes += Outlet.size(message);
        }
    }

    private static final int MAX_KEPT = 900 * 1024;
}
