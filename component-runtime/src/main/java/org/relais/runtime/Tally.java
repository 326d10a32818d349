package org.relais.runtime;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * What has been done with one partition, ever: counted exactly, since it is committed as metadata of the offset it belongs to, in the
 * same transaction. Used by one thread.
 */
final class Tally {

    private static final char SINK = ';';
    private static final Pattern COUNT = Pattern.compile("[a-z]=[0-9]{1,18}");

    private long consumed;
    private long done;
    private long answered;
    private long deadLetters;

    /**
     * {@return the tally in an offset's metadata; zero if there is none}
     *
     * @param metadata as {@link #commit} made it
     */
    static Tally of(String metadata) {
        Tally tally = new Tally();
        int end = metadata.indexOf(SINK);
        for (String pair : (end < 0 ? metadata : metadata.substring(0, end)).split(",", -1)) {
            tally.take(pair);
        }
        return tally;
    }

    /**
     * {@return the sink's part of an offset's metadata}
     *
     * @param metadata as {@link #commit} made it
     */
    static String sinkPart(String metadata) {
        int end = metadata.indexOf(SINK);
        return end < 0 ? "" : metadata.substring(end + 1);
    }

    /** A message was taken in. */
    void consumed() {
        consumed++;
    }

    /** A session has come to its end. */
    void done() {
        done++;
    }

    /** A call was answered. */
    void answered() {
        answered++;
    }

    /** A message was set aside. */
    void deadLetter() {
        deadLetters++;
    }

    /** {@return what has been counted so far} */
    Counts counts() {
        return new Counts(consumed, done, answered, deadLetters);
    }

    /** {@return the offset with this tally and what the sink adds} */
    OffsetAndMetadata commit(long offset, Optional<Integer> leaderEpoch, String sink) {
        String counts = "c=" + consumed + ",d=" + done + ",a=" + answered + ",x=" + deadLetters;
        return new OffsetAndMetadata(offset, leaderEpoch, sink.isEmpty() ? counts : counts + SINK + sink);
    }

    private void take(String pair) {
        if (COUNT.matcher(pair).matches()) { // whoever resets offsets by hand may commit any metadata
            long count = Long.parseLong(pair, 2, pair.length(), 10);
            switch (pair.charAt(0)) {
                case 'c' -> consumed = count;
                case 'd' -> done = count;
                case 'a' -> answered = count;
                case 'x' -> deadLetters = count;
                default -> {} // a later version's count
            }
        }
    }

    /**
     * Counts of one partition or of several.
     *
     * @param consumed messages taken in
     * @param done sessions that have come to their end
     * @param answered calls answered
     * @param deadLetters messages set aside
     */
    record Counts(long consumed, long done, long answered, long deadLetters) {

        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    consumed + other.consumed,
                    done + other.done,
                    answered + other.answered,
                    deadLetters + other.deadLetters);
        }

        Counts minus(Counts other) {
            return plus(new Counts(-other.consumed, -other.done, -other.answered, -other.deadLetters));
        }
    }
}
