package org.relais.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.relais.messages.Address;
import org.relais.messages.ComponentStatus;
import org.relais.messages.Topic;
import org.relais.runtime.Lifecycle.State;

/** Sends a gateway's calls: one transaction takes in all that wait at that moment. */
final class GatewaySender implements Job {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Context context;
    private final Topic<?, ?> topic;
    private final Topic<?, ?> keys;
    private final Switchboard board;
    private final Address replies;
    private final Sender sender;
    private final AtomicLong sent;

    GatewaySender(Context context, Topic<?, ?> topic, Topic<?, ?> keys, Switchboard board) {
        this.context = context;
        this.topic = topic;
        this.keys = keys;
        this.board = board;
        this.replies = GatewayReplies.address(context, topic);
        this.sender = new Sender(topic, context);
        this.sent = context.done(topic.name());
    }

    @Override
    public String name() {
        return topic.name();
    }

    @Override
    public void run(Lifecycle lifecycle) {
        context.cluster().ensure(List.of(replies.topic(), keys.in(context.production())));
        try (Outlet outlet = new Group(context, topic.name(), false).outlet()) {
            outlet.fence();
            lifecycle.moveTo(State.RUNNING);
            board.sends(true);
            while (lifecycle.running()) {
                send(board.take(POLL, context.settings().maxPollRecords()), outlet);
                lifecycle.tell(new ComponentStatus.Figures(sent.get(), board.waiting()));
            }
        } catch (ProducerFencedException e) {
            throw new KafkaException("the broker does not take this producer's transactions any more", e);
        } finally {
            board.sends(false);
        }
    }

    @Override
    public void close() {}

    private void send(List<Pending<?, ?>> calls, Outlet outlet) {
        List<Pending<?, ?>> sendable = new ArrayList<>(calls.size());
        try {
            List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>(calls.size());
            for (Pending<?, ?> call : calls) {
                message(call).ifPresent(message -> {
                    sendable.add(call);
                    messages.add(message);
                });
            }
            if (sendable.isEmpty()) {
                return;
            }
            messages.forEach(outlet::send);
            outlet.flush();
        } catch (RuntimeException e) { // whatever it is: nothing of it will be committed
            board.putBack(calls);
            throw e;
        }
        commit(sendable, outlet);
    }

    /** What fails now may be committed or not. What is done once for its key can be sent again without harm. */
    private void commit(List<Pending<?, ?>> calls, Outlet outlet) {
        try {
            outlet.commit();
        } catch (RuntimeException e) {
            calls.forEach(Pending::isDoubtful);
            board.putBack(calls.stream().filter(Pending::isOnce).toList());
            throw e;
        }
        calls.forEach(Pending::isSent);
        sent.addAndGet(calls.size());
    }

    /** {@return its message; none if that is too large: the others must not fail with it} */
    private <Q> Optional<ProducerRecord<byte[], byte[]>> message(Pending<Q, ?> call) {
        ProducerRecord<byte[], byte[]> message =
                call.isOnce() ? sender.once(call, keys, replies) : sender.asking(call, replies);
        try {
            Sender.checkSize(message);
            return Optional.of(message);
        } catch (RejectedException e) {
            call.reject(e);
            return Optional.empty();
        }
    }
}
