package org.relais.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Address;
import org.relais.messages.Bodies;
import org.relais.messages.Clock;
import org.relais.messages.DeadLetter;
import org.relais.messages.Envelope;
import org.relais.messages.Failure;
import org.relais.messages.Ids;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Keyed;
import org.relais.messages.KeyedHeaders;
import org.relais.messages.Topic;

/** Makes the records that a part sends. Used by one thread. */
final class Sender {

    private static final int HEADROOM = 4096; // what the record's own framing and a reply's other headers take
    private static final String REPLIES = ".replies";
    private static final byte[] EMPTY = bytes("{}");

    private final String source;
    private final String production;
    private final String prefix;
    private final String replies;
    private final Cluster cluster;
    private final Map<Class<?>, Bodies<Object>> bodies = new HashMap<>();
    private final Map<Topic<?, ?>, BodyTypes<?>> replyTypes = new HashMap<>();
    private final Map<Topic<?, ?>, String> ensured = new HashMap<>();
    private final Clock clock = new Clock();

    /**
     * @param self the part that sends
     * @param context its surroundings
     */
    Sender(Topic<?, ?> self, Context context) {
        this.source = self.name();
        this.production = context.production();
        this.prefix = production + '.';
        this.replies = self.repliesIn(production);
        this.cluster = context.cluster();
    }

    /** {@return a message that opens a session; its key decides the partition, else its session does} */
    <Q> ProducerRecord<byte[], byte[]> opening(Topic<Q, ?> target, Q body) {
        return opening(target, body, Ids.session(), null);
    }

    /**
     * {@return a message that opens a session of this id}
     *
     * @param given its key; null: its business key, else its id
     */
    <Q> ProducerRecord<byte[], byte[]> opening(Topic<Q, ?> target, Q body, String id, byte @Nullable [] given) {
        String topic = ensured(target);
        String businessKey = body instanceof Keyed keyed ? keyed.key() : null;
        byte[] key = given == null ? (businessKey == null ? id : businessKey).getBytes(StandardCharsets.UTF_8) : given;
        Envelope envelope = Envelope.opening(id, body.getClass().getSimpleName(), source, clock.now());
        return record(topic, null, key, write(body), envelope);
    }

    /** {@return the call of a gateway, which opens a session; its key decides the partition, else its session does} */
    <Q> ProducerRecord<byte[], byte[]> asking(Pending<Q, ?> call, Address replyTo) {
        String topic = ensured(call.target());
        String businessKey = call.request() instanceof Keyed keyed ? keyed.key() : null;
        byte[] key = bytes(businessKey == null ? call.id() : businessKey);
        return record(topic, null, key, write(call.request()), envelope(call, replyTo));
    }

    /** {@return the call of a gateway that is to be carried out once for its key, for those who see to that} */
    <Q> ProducerRecord<byte[], byte[]> once(Pending<Q, ?> call, Topic<?, ?> keys, Address replyTo) {
        cluster.ensure(List.of(call.target().in(production)));
        RecordHeaders headers = envelope(call, replyTo).headers();
        String businessKey = call.request() instanceof Keyed keyed ? keyed.key() : null;
        new Forwarding(call.target().name(), businessKey).write(headers);
        headers.add(KeyedHeaders.TAKEN, bytes(call.id()));
        byte[] body = write(call.request());
        return new ProducerRecord<>(keys.in(production), null, bytes(call.session()), body, headers);
    }

    /** {@return a request with a key as it goes on to its target: the message that the session is named after} */
    ProducerRecord<byte[], byte[]> forwarded(Message request, Forwarding forwarding, Address replyTo) {
        String topic = production + '.' + forwarding.target();
        if (cluster.partitionsOf(topic) == 0) {
            throw new InvalidMessageException("header 'relais-target' names no topic of this production");
        }
        String session = request.envelope().session();
        Envelope envelope = request.envelope()
                .request(session, request.envelope().type(), source, clock.now())
                .repliedTo(replyTo);
        String key = forwarding.key() == null ? session : forwarding.key();
        return record(topic, null, bytes(key), request.record().value(), envelope);
    }

    /** {@return the answer to a request with a key, for one of those who wait for it} */
    ProducerRecord<byte[], byte[]> answer(Ledger.Waiter waiter, String session, Ledger.Answer answer) {
        String now = clock.now();
        Envelope envelope = Envelope.opening(waiter.request(), "", source, now)
                .within(session)
                .reply(answer.ok(), answer.type(), source, now);
        return record(waiter.address().topic(), waiter.address().partition(), bytes(session), answer.body(), envelope);
    }

    /** {@return what tells somebody who waits that the request is taken on: no reply, and no part of the request's session} */
    ProducerRecord<byte[], byte[]> taken(Ledger.Waiter waiter) {
        RecordHeaders headers =
                Envelope.opening(Ids.session(), "", source, clock.now()).headers();
        headers.add(KeyedHeaders.TAKEN, bytes(waiter.request()));
        Address address = waiter.address();
        return new ProducerRecord<>(address.topic(), address.partition(), bytes(waiter.request()), EMPTY, headers);
    }

    private Envelope envelope(Pending<?, ?> call, Address replyTo) {
        String type = call.request().getClass().getSimpleName();
        Envelope envelope = Envelope.opening(call.id(), type, source, clock.now())
                .within(call.session())
                .repliedTo(replyTo);
        return call.deadline() == null ? envelope : envelope.before(call.deadline());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** {@return a record for a topic outside the production; its key decides the partition} */
    ProducerRecord<byte[], byte[]> toOutside(String topic, Envelope cause, String id, byte[] key, Object body) {
        Envelope envelope = cause.request(id, body.getClass().getSimpleName(), source, clock.now());
        return record(topic, null, key, write(body), envelope);
    }

    /** {@return the full name of a topic, which is there} */
    private String ensured(Topic<?, ?> topic) {
        return ensured.computeIfAbsent(topic, missing -> {
            String name = missing.in(production);
            cluster.ensure(List.of(name));
            return name;
        });
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, @Nullable Integer partition, byte[] key, byte[] body, Envelope envelope) {
        return new ProducerRecord<>(topic, partition, key, body, envelope.headers());
    }

    /** {@return the call of a process, or with no continuation the message that nobody waits for the answer of} */
    ProducerRecord<byte[], byte[]> call(
            Session session,
            Topic<?, ?> target,
            int place,
            String type,
            byte[] body,
            @Nullable Continuation continuation) {
        String topic = ensured(target);
        Envelope envelope =
                session.envelope().request(Ids.caused(session.envelope().id(), place), type, source, clock.now());
        if (continuation != null) {
            envelope = envelope.awaiting(replies, continuation.encode());
        }
        return record(topic, session.partition(), session.key(), body, envelope);
    }

    /** {@return the reply to a request that came on a partition} */
    ProducerRecord<byte[], byte[]> reply(Envelope request, int partition, Address to, Outcome outcome, byte[] key) {
        int target = to.partition() == null ? partition : to.partition();
        if (outcome instanceof Outcome.Replied replied) {
            Envelope envelope = request.reply(true, replied.type(), source, clock.now());
            return record(to.topic(), target, key, replied.body(), envelope);
        }
        Outcome.Failed failed = (Outcome.Failed) outcome;
        Envelope envelope = request.reply(false, Failure.class.getSimpleName(), source, clock.now());
        return record(to.topic(), target, key, write(failed.failure()), envelope);
    }

    /** {@return a body as JSON} */
    byte[] write(Object body) {
        return bodies.computeIfAbsent(body.getClass(), Sender::bodies).write(body);
    }

    /** {@return a handler's reply as what became of its request} */
    Outcome.Replied encode(Object reply) {
        return new Outcome.Replied(reply.getClass().getSimpleName(), write(reply));
    }

    /** {@return the types that a called component answers with} */
    @SuppressWarnings("unchecked")
    <R> BodyTypes<R> replyTypes(Topic<?, R> target) {
        return (BodyTypes<R>) replyTypes.computeIfAbsent(target, called -> new BodyTypes<>(called.replyTypes()));
    }

    /**
     * {@return where a request's reply goes, or null if nobody waits}
     *
     * @throws InvalidMessageException if it is no topic for replies of this production: anybody can write such a header
     */
    @Nullable
    Address replyTo(Message request) {
        return checked(request.envelope().replyTo(), request.record().partition());
    }

    /**
     * {@return the address, which may be null}
     *
     * @param inbound the number of the partition on which the request came
     * @throws InvalidMessageException if it is no topic for replies of this production
     */
    @Nullable
    Address checked(@Nullable Address address, int inbound) {
        if (address == null) {
            return null;
        }
        int partitions = address.topic().startsWith(prefix) && address.topic().endsWith(REPLIES)
                ? cluster.partitionsOf(address.topic())
                : 0;
        int wanted = address.partition() == null ? inbound : address.partition();
        if (wanted >= partitions) {
            throw new InvalidMessageException("header 'ce_replyto' names no topic for replies of this production");
        }
        return address;
    }

    /** {@return the dead letter of a message that came from Kafka} */
    static ProducerRecord<byte[], byte[]> deadLetter(String topic, Message message, Outcome.Failed failed) {
        DeadLetter letter = new DeadLetter(
                failed.error(), failed.errorClass(), message.origin(), Instant.now(), message.attempts());
        return deadLetter(topic, message.record().partition(), message.record(), letter);
    }

    /** {@return the dead letter of a record that came from outside, where there may be more partitions than here} */
    static ProducerRecord<byte[], byte[]> deadLetterFromOutside(
            String topic, ConsumerRecord<byte[], byte[]> record, DeadLetter letter) {
        return deadLetter(topic, null, record, letter);
    }

    /** What is larger than any record we write (a topic's limit counts what was compressed) is cut: then only its origin has all of it. */
    private static ProducerRecord<byte[], byte[]> deadLetter(
            String topic, @Nullable Integer partition, ConsumerRecord<byte[], byte[]> record, DeadLetter letter) {
        ProducerRecord<byte[], byte[]> whole =
                letter.of(topic, partition, record.key(), record.value(), record.headers());
        if (size(whole) < 2L * KafkaClients.MAX_RECORD_BYTES - HEADROOM) {
            return whole;
        }
        byte[] value = record.value() == null
                ? new byte[0]
                : Arrays.copyOf(record.value(), Math.min(record.value().length, KafkaClients.MAX_RECORD_BYTES));
        String error = letter.error() + DeadLetter.CUT;
        return new DeadLetter(error, letter.errorClass(), letter.origin(), letter.failedAt(), letter.attempts())
                .of(topic, partition, null, value, new RecordHeaders());
    }

    /** {@return the dead letter of a call that failed, in the called component's topic of dead letters} */
    ProducerRecord<byte[], byte[]> deadLetter(
            Topic<?, ?> target, ProducerRecord<byte[], byte[]> call, Failure failure) {
        String topic = target.deadLettersIn(production);
        cluster.ensure(List.of(topic));
        return new DeadLetter(
                        String.valueOf(failure.error()),
                        String.valueOf(failure.errorClass()),
                        String.valueOf(failure.origin()),
                        Instant.now(),
                        failure.attempts())
                .of(topic, call.partition(), call.key(), call.value(), call.headers());
    }

    /**
     * Checks before the transaction what the producer would refuse within it.
     *
     * @throws RejectedException if it is too large
     */
    static void checkSize(ProducerRecord<byte[], byte[]> message) {
        requireSize("the message for " + message.topic(), size(message));
    }

    /**
     * Checks a reply before the effect that it tells of is made durable.
     *
     * @param request what is replied to
     * @throws RejectedException if it is too large
     */
    static void checkSize(Envelope request, Outcome.Replied reply) {
        byte[] continuation = request.continuation();
        requireSize(
                "the reply", (long) HEADROOM + reply.body().length + (continuation == null ? 0 : continuation.length));
    }

    /** {@return whether a record can be sent} */
    static boolean fits(ProducerRecord<byte[], byte[]> message) {
        return size(message) <= KafkaClients.MAX_RECORD_BYTES;
    }

    private static void requireSize(String what, long size) {
        if (size > KafkaClients.MAX_RECORD_BYTES) {
            throw new RejectedException(what + " would have " + size + " bytes, more than the "
                    + KafkaClients.MAX_RECORD_BYTES + " that a record may have");
        }
    }

    /** {@return how many bytes a record takes at most} Names are not looked at letter by letter: that costs more than the rest. */
    static long size(ProducerRecord<byte[], byte[]> message) {
        long size = (long) HEADROOM + length(message.key()) + length(message.value());
        for (Header header : message.headers()) {
            size += 3L * header.key().length() + length(header.value()) + 10L;
        }
        return size;
    }

    static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    @SuppressWarnings("unchecked")
    private static Bodies<Object> bodies(Class<?> type) {
        return Bodies.of((Class<Object>) type);
    }
}
