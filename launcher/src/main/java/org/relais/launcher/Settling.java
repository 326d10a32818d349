package org.relais.launcher;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Fate;
import org.relais.messages.OneLine;
import org.relais.messages.Place;

/**
 * Settles dead letters while they are read, some at a time, and tells it to people. Only one partition's letters are settled at a time: from the
 * first of them on all others are kept out of it. Used by one thread.
 */
final class Settling implements AutoCloseable {
    private static final int MOST_LETTERS = 1_000;

    /** A transaction has ten seconds, on a slow line to a cluster far away, too. */
    private static final long MOST_BYTES = 512 << 10;

    private final Kafka kafka;
    private final Settled settled;
    private final @Nullable Resending resending;
    private final byte @Nullable [] body;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<Place, Letter> waiting = new LinkedHashMap<>();
    private @Nullable TopicPartition partition;
    private @Nullable Settlement settlement;
    private long bytes;
    private boolean refused;

    /**
     * Settles nothing yet.
     *
     * @param settled what is settled already
     * @param resending makes what is sent; null to discard the letters
     * @param body what to send instead of a letter's own body; null to send that
     */
    Settling(
            Kafka kafka,
            Settled settled,
            @Nullable Resending resending,
            byte @Nullable [] body,
            PrintWriter out,
            PrintWriter err) {
        this.kafka = kafka;
        this.settled = settled;
        this.resending = resending;
        this.body = body;
        this.out = out;
        this.err = err;
    }

    /** Takes a letter, and settles it sooner or later. */
    void take(Letter letter) {
        TopicPartition its = letter.place().topicPartition();
        if (!its.equals(partition)) {
            settleAll();
            partition = its;
            begin();
        }
        long size = size(letter.record());
        boolean again = waiting.containsKey(letter.place()); // named twice: the second time it is settled already
        if (again || bytes + size > MOST_BYTES) settleAll();
        waiting.put(letter.place(), letter);
        bytes += size;
        if (waiting.size() == MOST_LETTERS) settleAll();
    }

    private void begin() {
        close();
        settlement = new Settlement(kafka, Objects.requireNonNull(partition), settled);
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        long size = Math.max(0L, record.serializedKeySize()) + Math.max(0L, record.serializedValueSize());
        for (Header header : record.headers()) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }

    /** Settles what is left. {@return whether all letters could be settled} */
    boolean end() {
        if (partition == null) out.println("no dead letters");
        settleAll();
        return !refused;
    }

    private void settleAll() {
        List<Letter> letters = List.copyOf(waiting.values());
        waiting.clear();
        bytes = 0;
        settle(letters);
    }

    private void settle(List<Letter> letters) {
        List<Decision> decisions = new ArrayList<>();
        for (Letter letter : letters) {
            Decision decision = decide(letter);
            if (decision == null) refused = true;
            else decisions.add(decision);
        }
        if (decisions.isEmpty()) return;
        try {
            List<Fate> fates = settlement().settle(decisions);
            for (int i = 0; i < fates.size(); i++) tell(decisions.get(i), fates.get(i));
            out.flush();
        } catch (KafkaException e) {
            goOn(decisions, e);
        }
    }

    private Settlement settlement() {
        return Objects.requireNonNull(settlement);
    }

    /** One that can't be sent must not keep the others from it. What is to be done now is known only once the fates are read again. */
    private void goOn(List<Decision> failed, KafkaException failure) {
        boolean alone = failed.size() == 1;
        if (alone ? !isOfTheMessage(failure) : failure instanceof InterruptException) throw failure;
        begin();
        if (alone) refuse(failed.get(0), failure);
        else failed.forEach(each -> settle(List.of(each.letter())));
    }

    /** Else the next one would fare no better. */
    private static boolean isOfTheMessage(KafkaException failure) {
        return failure instanceof ApiException
                && !(failure instanceof RetriableException)
                && !(failure instanceof AuthorizationException)
                && !(failure instanceof AuthenticationException);
    }

    private void refuse(Decision decision, KafkaException failure) {
        String what = decision.message() == null ? " could not be discarded: " : " could not be sent: ";
        err.println(OneLine.of("relais: " + decision.letter().id() + what + Reason.of(failure)));
        refused = true;
    }

    /** {@return null if it can't be settled} */
    private @Nullable Decision decide(Letter letter) {
        Fate before = settlement().fate(letter);
        if (before != null) {
            err.println(OneLine.of(
                    "relais: " + letter.id() + " was " + Letter.tell(before) + ": it can't be settled twice"));
            return null;
        }
        try {
            ProducerRecord<byte[], byte[]> message = resending == null ? null : resending.of(letter, body);
            return new Decision(letter, message, body != null);
        } catch (CommandFailed e) {
            err.println("relais: " + e.getMessage());
            return null;
        }
    }

    private void tell(Decision decision, Fate fate) {
        Letter letter = decision.letter();
        ProducerRecord<byte[], byte[]> message = decision.message();
        String session = message == null ? "" : ", session " + Resending.session(message, letter);
        out.println(OneLine.of(
                letter.id() + " " + fate.fate() + (fate.resentAs() == null ? "" : " as " + fate.resentAs()) + session));
    }

    @Override
    public void close() {
        if (settlement != null) settlement.close();
        settlement = null;
    }
}
