package org.relais.launcher;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Fate;
import org.relais.messages.Place;

/**
 * Settles dead letters while they are read, some at a time, and tells it to people. Only one partition's letters are settled at a time: from the
 * first of them on all others are kept out of it. Used by one thread.
 */
final class Settling implements AutoCloseable {
    private static final int MOST_LETTERS = 1_000;
    private static final long MOST_BYTES = 4 << 20;

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
            close();
            partition = its;
            settlement = new Settlement(kafka, its, settled);
        }
        if (waiting.containsKey(letter.place())) settleAll(); // named twice: the second time it is settled already
        waiting.put(letter.place(), letter);
        bytes += Math.max(0, letter.record().serializedValueSize());
        if (waiting.size() == MOST_LETTERS || bytes > MOST_BYTES) settleAll();
    }

    /** Settles what is left. {@return whether all letters could be settled} */
    boolean end() {
        if (partition == null) out.println("no dead letters");
        settleAll();
        return !refused;
    }

    private void settleAll() {
        if (settlement != null) settle(settlement, waiting.values());
        waiting.clear();
        bytes = 0;
    }

    private void settle(Settlement with, Collection<Letter> letters) {
        List<Decision> decisions = new ArrayList<>();
        for (Letter letter : letters) {
            Decision decision = decide(with, letter);
            if (decision == null) refused = true;
            else decisions.add(decision);
        }
        if (decisions.isEmpty()) return;
        List<Fate> fates = with.settle(decisions);
        for (int i = 0; i < fates.size(); i++) tell(decisions.get(i), fates.get(i));
        out.flush();
    }

    /** {@return null if it can't be settled} */
    private @Nullable Decision decide(Settlement with, Letter letter) {
        Fate before = with.fate(letter);
        if (before != null) {
            err.println(Shown.plain(
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
        out.println(Shown.plain(
                letter.id() + " " + fate.fate() + (fate.resentAs() == null ? "" : " as " + fate.resentAs()) + session));
    }

    @Override
    public void close() {
        if (settlement != null) settlement.close();
        settlement = null;
    }
}
