package org.relais.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.relais.messages.Address;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.KeyedHeaders;
import org.relais.messages.Topic;
import org.relais.messages.trace.Traces;
import org.relais.runtime.Lifecycle.State;

/**
 * Reads the replies to a gateway's calls: each copy has a partition of its own, read from its end on, since what was answered before
 * this process began has nobody who waits. Copies may share a partition; each hears only its own replies.
 */
final class GatewayReplies implements Job {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long AT_END = -1;

    private final Context context;
    private final Topic<?, ?> topic;
    private final Gateway gateway;
    private final Switchboard board;
    private final TopicPartition partition;
    private final Traces traces;
    private long next = AT_END;
    private boolean opened;
    private long lastLook = System.nanoTime();

    GatewayReplies(Context context, Topic<?, ?> topic, Gateway gateway, Switchboard board) {
        Address address = address(context, topic);
        this.context = context;
        this.topic = topic;
        this.gateway = gateway;
        this.board = board;
        this.traces = new Traces(context.production(), context.clients().search());
        this.partition = new TopicPartition(address.topic(), Objects.requireNonNull(address.partition()));
    }

    /** {@return where this copy hears replies: with more copies than partitions some of them share one} */
    static Address address(Context context, Topic<?, ?> topic) {
        int partitions = context.settings().partitions();
        int copy = context.slot()
                .number()
                .orElseGet(() -> Math.floorMod(context.slot().name().hashCode(), partitions));
        return new Address(topic.repliesIn(context.production()), copy % partitions);
    }

    @Override
    public String name() {
        return topic.name() + ".replies";
    }

    @Override
    public void run(Lifecycle lifecycle) {
        context.cluster().ensure(List.of(partition.topic()));
        try (KafkaConsumer<byte[], byte[]> consumer =
                context.clients().reader(partition.topic() + '-' + partition.partition())) {
            position(consumer);
            open();
            isThere(lifecycle);
            while (lifecycle.running()) {
                ConsumerRecords<byte[], byte[]> replies = consumer.poll(POLL);
                replies.forEach(this::take);
                look(lifecycle, consumer, !replies.isEmpty());
            }
        } catch (InvalidOffsetException e) {
            next = AT_END; // the log was cut or made anew: who waits for what was lost is told when its time is over
            throw e;
        } finally {
            board.reads(false);
        }
    }

    @Override
    public void close() {
        board.close();
        traces.close(); // so that who waits for a search is told, too
        gateway.close();
    }

    private void position(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(partition));
        if (next == AT_END) {
            consumer.seekToEnd(List.of(partition));
            next = consumer.position(partition); // does not wait for the first poll: the port must not open before
        } else {
            consumer.seek(partition, next);
        }
    }

    private void open() {
        if (!opened) {
            board.open(traces);
            gateway.open(board);
            opened = true;
        }
    }

    /** A consumer only finds nothing where the cluster has gone: while nothing comes it has to be asked whether it is there. */
    private void look(Lifecycle lifecycle, KafkaConsumer<byte[], byte[]> consumer, boolean heard) {
        boolean isAway = lifecycle.state() == State.RETRYING;
        if (!heard && System.nanoTime() - lastLook < (isAway ? AGAIN_NANOS : SILENCE_NANOS)) {
            return;
        }
        boolean isThere = heard || answers(consumer);
        lastLook = System.nanoTime();
        if (isThere && isAway) {
            isThere(lifecycle);
        } else if (!isThere && !isAway) {
            lifecycle.moveTo(State.RETRYING, "the cluster does not answer");
            board.reads(false);
        }
    }

    private boolean answers(KafkaConsumer<byte[], byte[]> consumer) {
        try {
            var unused = consumer.endOffsets(List.of(partition), PATIENCE);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private void isThere(Lifecycle lifecycle) {
        lifecycle.moveTo(State.RUNNING);
        board.reads(true);
    }

    private void take(ConsumerRecord<byte[], byte[]> reply) {
        next = reply.offset() + 1;
        String taken = KeyedHeaders.taken(reply.headers());
        if (taken == null) {
            answer(Message.of(reply, Uuid.ZERO_UUID, ""));
        } else {
            board.taken(taken);
        }
    }

    private void answer(Message message) {
        try {
            board.answer(message.envelope(), message.record().value());
        } catch (InvalidMessageException e) {
            context.log().warn("{}: {}", message.origin(), e.getMessage());
        }
    }
}
