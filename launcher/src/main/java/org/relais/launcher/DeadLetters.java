package org.relais.launcher;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.relais.messages.DeadLetter;
import org.relais.messages.InvalidMessageException;

/** The dead letters of a production: how many, and what the last few say. */
final class DeadLetters {
    private static final int LAST = 3;

    private final Deque<String> last = new ArrayDeque<>();
    private long count;

    void take(ConsumerRecord<byte[], byte[]> each) {
        count++;
        last.addLast(each.topic() + ": " + reason(each));
        if (last.size() > LAST) last.removeFirst();
    }

    private static String reason(ConsumerRecord<byte[], byte[]> each) {
        try {
            DeadLetter letter = DeadLetter.read(each.headers());
            return letter == null ? "without a reason" : letter.error() + " (" + letter.origin() + ")";
        } catch (InvalidMessageException e) {
            return String.valueOf(e.getMessage());
        }
    }

    long count() {
        return count;
    }

    /** Topic, reason and origin of the last ones, oldest first. */
    List<String> last() {
        return List.copyOf(last);
    }
}
