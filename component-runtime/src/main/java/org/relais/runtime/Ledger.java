package org.relais.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Address;
import org.relais.messages.InvalidMessageException;

/**
 * The requests with a key that one partition has seen, by the session that is made of the key, the oldest first. Held small, since there may
 * be many. Used by one thread.
 */
final class Ledger {

    private final Map<UUID, Entry> entries = new LinkedHashMap<>();

    /**
     * What is known of a key.
     *
     * @param fingerprint of the request, to tell it from another one
     * @param seen when it came first, in milliseconds since 1970
     * @param answer its answer; null while it is being worked on
     * @param waiters who is to be told the answer
     */
    record Entry(
            Fingerprint fingerprint, long seen, @Nullable Answer answer, List<Waiter> waiters) {

        /**
         * As many as one process lets wait by default. In a record each takes about 75 bytes, and never so many that 1,000 of them are more
         * than 1 MiB: 3 for each character of the id, and the name of a topic has no more than 249.
         */
        static final int MOST_WAITERS = 1_000;

        static Entry first(Fingerprint fingerprint, long now, List<Waiter> waiters) {
            return new Entry(fingerprint, now, null, waiters);
        }

        /** Of very many the first ones have long given up. */
        Entry with(Waiter waiter) {
            List<Waiter> more = new ArrayList<>(waiters);
            more.add(waiter);
            return new Entry(
                    fingerprint,
                    seen,
                    answer,
                    List.copyOf(more.subList(Math.max(0, more.size() - MOST_WAITERS), more.size())));
        }

        Entry answered(Answer given) {
            return new Entry(fingerprint, seen, given, List.of());
        }
    }

    /**
     * A request's reply.
     *
     * @param ok whether it was carried out
     * @param type the reply's body type
     * @param body the reply's JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Answer(boolean ok, String type, byte[] body) {}

    /**
     * Somebody who waits. Not just any id will do: those of all who may wait for one answer have to fit into one record, separated by commas.
     *
     * @param request the id of the request
     * @param address where its reply goes
     */
    record Waiter(String request, Address address) {

        static final int LONGEST_ID = 200;

        Waiter {
            if (request.length() > LONGEST_ID || request.indexOf(LedgerRecords.BETWEEN) >= 0) {
                throw new InvalidMessageException("header 'ce_id' of a request with a key must have no more than "
                        + LONGEST_ID + " characters, and no comma");
            }
        }
    }

    /** The first half of a SHA-256: nobody looks for another request with the same one by chance. */
    record Fingerprint(long high, long low) {

        static Fingerprint of(byte[] hash) {
            java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(Arrays.copyOf(hash, 2 * Long.BYTES));
            return new Fingerprint(bytes.getLong(), bytes.getLong());
        }
    }

    /** {@return what is known of a session, or null} */
    @Nullable
    Entry find(UUID session) {
        return entries.get(session);
    }

    void put(UUID session, Entry entry) {
        entries.put(session, entry);
    }

    void remove(UUID session) {
        entries.remove(session);
    }

    int size() {
        return entries.size();
    }

    /** Forgets what was seen before that time. {@return the sessions, at most so many} */
    List<UUID> forget(long before, int most) {
        List<UUID> forgotten = new ArrayList<>();
        Iterator<Map.Entry<UUID, Entry>> oldest = entries.entrySet().iterator();
        while (forgotten.size() < most && oldest.hasNext()) {
            Map.Entry<UUID, Entry> entry = oldest.next();
            if (entry.getValue().seen() >= before) {
                break;
            }
            forgotten.add(entry.getKey());
            oldest.remove();
        }
        return forgotten;
    }
}
