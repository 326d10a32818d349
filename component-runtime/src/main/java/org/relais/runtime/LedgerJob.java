package org.relais.runtime;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Address;
import org.relais.messages.Failure;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.KeyedHeaders;
import org.relais.messages.Sha256;
import org.relais.messages.Topic;

/**
 * Carries requests that have a key out once. All requests with one key come on one partition, and each partition has one reader. It hands the
 * first of them on, and keeps in a compacted topic what it has seen and what the answer was: in the transaction that consumes the request or
 * the answer. So a repeat is answered from there, or waits for the answer like the first, whoever has died meanwhile.
 *
 * <p>A session that was parked has an error as its answer. When its dead letter is sent again and it comes to its end, that is the answer from
 * then on.
 */
final class LedgerJob implements Job {

    private static final int MOST_FORGOTTEN = 1_000;
    private static final int LONGEST_TYPE = 249;
    private static final byte[] ZERO = {0};

    private final Context context;
    private final Topic<?, ?> topic;
    private final Gateway.Memory memory;
    private final Sender sender;
    private final MessageLog log;
    private final String requests;
    private final String replies;
    private final String deadLetters;
    private final LedgerRecords seen;

    LedgerJob(Context context, Topic<?, ?> topic, Gateway.Memory memory) {
        this.context = context;
        this.topic = topic;
        this.memory = memory;
        this.sender = new Sender(topic, context);
        this.log = new MessageLog(context.log());
        this.requests = topic.in(context.production());
        this.replies = topic.repliesIn(context.production());
        this.deadLetters = topic.deadLettersIn(context.production());
        this.seen = new LedgerRecords(topic.seenIn(context.production()));
    }

    @Override
    public String name() {
        return topic.name();
    }

    @Override
    public void run(Lifecycle lifecycle) {
        context.cluster().ensure(List.of(requests, replies, deadLetters));
        context.cluster().ensureCompactedPartitions(seen.topic());
        Ledgers ledgers = new Ledgers(context, seen.topic());
        Group group = new Group(context, topic.name(), false);
        new ConsumerLoop(context, group, List.of(requests, replies), null, (batch, takeover, outlet, exhausted) -> {
                    ledgers.refresh(takeover);
                    return handle(batch, takeover, outlet, ledgers, lifecycle);
                })
                .run(lifecycle);
    }

    @Override
    public void close() {}

    private String handle(Batch batch, Takeover takeover, Outlet outlet, Ledgers ledgers, Lifecycle lifecycle) {
        for (TopicPartition partition : batch.records().partitions()) {
            Ledger ledger = ledgers.of(partition.partition(), lifecycle);
            Page page = new Page(partition.partition(), ledger, ledgers, outlet, takeover.of(partition));
            for (ConsumerRecord<byte[], byte[]> record : batch.records().records(partition)) {
                page.standing().tally().consumed();
                page.take(Message.of(record, page.standing().topicId(), ""));
            }
            page.write();
            page.forgetOld();
        }
        return "";
    }

    private static Ledger.Fingerprint fingerprint(Forwarding forwarding, Message request) {
        return Ledger.Fingerprint.of(Sha256.of(
                forwarding.target().getBytes(StandardCharsets.UTF_8),
                ZERO,
                request.envelope().type().getBytes(StandardCharsets.UTF_8),
                ZERO,
                body(request)));
    }

    /** A request without one is none, and as an answer nothing would make the topic of those seen forget the key. */
    private static byte[] body(Message message) {
        byte[] body = message.record().value();
        if (body == null) {
            throw new InvalidMessageException("the message has no body");
        }
        return body;
    }

    /** What cannot be sent on is no answer: it has to keep to what every reply keeps to. */
    private static Ledger.Answer answer(Message reply) {
        String type = reply.envelope().type();
        if (type.length() > LONGEST_TYPE) {
            throw new InvalidMessageException("header 'ce_type' has more than " + LONGEST_TYPE + " characters");
        }
        byte[] body = body(reply);
        Sender.checkSize(reply.envelope(), new Outcome.Replied(type, body));
        return new Ledger.Answer(reply.envelope().ok(), type.intern(), body);
    }

    /** One partition's share of a transaction. */
    private final class Page {

        private final int partition;
        private final Ledger ledger;
        private final Ledgers ledgers;
        private final Outlet outlet;
        private final Standing standing;
        private final Map<UUID, Ledger.Entry> changed = new LinkedHashMap<>();

        Page(int partition, Ledger ledger, Ledgers ledgers, Outlet outlet, Standing standing) {
            this.partition = partition;
            this.ledger = ledger;
            this.ledgers = ledgers;
            this.outlet = outlet;
            this.standing = standing;
        }

        Standing standing() {
            return standing;
        }

        /** Whatever can't be understood is set aside: others write to these topics, too. */
        void take(Message message) {
            try {
                if (message.record().topic().equals(replies)) {
                    answered(message);
                } else {
                    asked(message);
                }
            } catch (InvalidMessageException | RejectedException | IllegalArgumentException e) {
                reject(message, Outcome.Failed.of(message, Outcome.Failed.REJECTED, e.getMessage()));
            } catch (RetryableException | HaltException | KafkaException e) {
                throw e;
            } catch (RuntimeException e) { // the same message would come next again, and stop all others for ever
                log.bug(message, e);
                setAside(message, Outcome.Failed.of(message, e.getClass().getSimpleName(), e.getMessage()));
            }
        }

        /** Who waits is told; what nobody waits for is kept for people. */
        private void reject(Message message, Outcome.Failed failed) {
            Ledger.Waiter waiter = message.record().topic().equals(requests) ? readableWaiter(message) : null;
            ProducerRecord<byte[], byte[]> reply = waiter == null ? null : failure(message, waiter, failed.failure());
            if (reply == null || !Sender.fits(reply)) {
                setAside(message, failed);
            } else {
                log.refused(message, failed);
                outlet.send(reply);
            }
        }

        private void setAside(Message message, Outcome.Failed failed) {
            log.refused(message, failed);
            outlet.send(Sender.deadLetter(deadLetters, message, failed));
            standing.tally().deadLetter();
        }

        /** Each entry once, whatever happened to it: with a thousand who wait for one answer it would be written a thousand times. */
        void write() {
            changed.forEach((session, entry) -> outlet.send(seen.of(partition, session, entry)));
        }

        void forgetOld() {
            ledger.forget(oldest(), MOST_FORGOTTEN).forEach(session -> forgotten(partition, session));
        }

        private long oldest() {
            return System.currentTimeMillis() - memory.duration().toMillis();
        }

        /** What was changed just now must not be written after it. */
        private void forgotten(int from, UUID session) {
            if (from == partition) {
                changed.remove(session);
            }
            outlet.send(seen.none(from, session));
        }

        /** What is too old takes nobody's place, on whatever partition: there the next message may come much later. */
        private boolean isFull() {
            if (ledgers.size() >= memory.most()) {
                ledgers.forget(oldest(), MOST_FORGOTTEN, this::forgotten);
            }
            return ledgers.size() >= memory.most();
        }

        private void asked(Message request) {
            UUID session = UUID.fromString(request.envelope().session());
            Forwarding forwarding = Forwarding.read(request.record().headers());
            Ledger.Fingerprint fingerprint = fingerprint(forwarding, request);
            Ledger.Waiter waiter = waiter(request);
            Ledger.Entry known = remembered(session);
            if (known == null) {
                begin(request, session, forwarding, fingerprint, waiter);
            } else if (!known.fingerprint().equals(fingerprint)) {
                refuse(request, waiter, FailedReply.KEY_REUSED, "the key was used for another request before");
            } else if (known.answer() != null) {
                answer(session, waiter, known.answer());
            } else if (waiter != null && !known.waiters().contains(waiter)) {
                keep(session, known.with(waiter));
                tellTaken(request, waiter);
            }
        }

        private void begin(
                Message request,
                UUID session,
                Forwarding forwarding,
                Ledger.Fingerprint fingerprint,
                Ledger.@Nullable Waiter waiter) {
            if (isFull()) {
                refuse(request, waiter, FailedReply.TOO_MANY_KEYS, "no more keys can be remembered now");
                return;
            }
            ProducerRecord<byte[], byte[]> forwarded =
                    sender.forwarded(request, forwarding, new Address(replies, partition));
            Sender.checkSize(forwarded); // compressed it may have come although it is too large to be sent
            outlet.send(forwarded);
            List<Ledger.Waiter> waiters = waiter == null ? List.of() : List.of(waiter);
            ledger.remove(session); // one that is too old would keep its place
            keep(session, Ledger.Entry.first(fingerprint, System.currentTimeMillis(), waiters));
            tellTaken(request, waiter);
        }

        /** From now on its answer comes, whatever happens: who does not want to wait for that need not. */
        private void tellTaken(Message request, Ledger.@Nullable Waiter waiter) {
            if (waiter != null && KeyedHeaders.taken(request.record().headers()) != null) {
                outlet.send(sender.taken(waiter));
            }
        }

        private void answered(Message reply) {
            UUID session = UUID.fromString(String.valueOf(reply.envelope().inReplyTo()));
            Ledger.Entry known = ledger.find(session);
            if (known == null) {
                throw new InvalidMessageException("nobody has asked for this reply, or too long ago");
            }
            Ledger.Answer answer = LedgerJob.answer(reply);
            known.waiters().forEach(waiter -> answer(session, waiter, answer));
            keep(session, known.answered(answer));
        }

        private Ledger.@Nullable Entry remembered(UUID session) {
            Ledger.Entry entry = ledger.find(session);
            long age = entry == null ? 0 : System.currentTimeMillis() - entry.seen();
            return age > memory.duration().toMillis() ? null : entry;
        }

        private void keep(UUID session, Ledger.Entry entry) {
            ledger.put(session, entry);
            changed.put(session, entry);
        }

        private void answer(UUID session, Ledger.@Nullable Waiter waiter, Ledger.Answer answer) {
            if (waiter != null) {
                outlet.send(sender.answer(waiter, session.toString(), answer));
            }
        }

        private void refuse(Message request, Ledger.@Nullable Waiter waiter, String errorClass, String error) {
            if (waiter != null) {
                outlet.send(
                        failure(request, waiter, new Failure(error, errorClass, request.origin(), request.attempts())));
            }
        }

        private ProducerRecord<byte[], byte[]> failure(Message request, Ledger.Waiter waiter, Failure failure) {
            Ledger.Answer answer = new Ledger.Answer(false, Failure.class.getSimpleName(), sender.write(failure));
            return sender.answer(waiter, request.envelope().session(), answer);
        }
    }

    /** {@return who waits for the answer to a request that is none; null also if that can't be understood either} */
    private Ledger.@Nullable Waiter readableWaiter(Message request) {
        try {
            return waiter(request);
        } catch (InvalidMessageException e) {
            return null;
        }
    }

    private Ledger.@Nullable Waiter waiter(Message request) {
        Address address = sender.replyTo(request);
        if (address == null) {
            return null;
        }
        int partition = address.partition() == null ? request.record().partition() : address.partition();
        return new Ledger.Waiter(request.envelope().id(), new Address(address.topic(), partition));
    }
}
