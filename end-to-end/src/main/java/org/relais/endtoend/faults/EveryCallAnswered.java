package org.relais.endtoend.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Each call is answered, exactly once, and nothing else is; and none with an error that was not expected. The ids are not kept:
 * each call adds a hash of its id to one of a fixed number of sums, each answer takes one away. Sums that are not zero at the end tell of
 * calls without an answer, or with several. An object is good for one check. Used by one thread.
 */
public final class EveryCallAnswered {
    private static final int SUMS = 1 << 18;

    private final Collection<String> calls;
    private final long[] sums = new long[SUMS];
    private final int[] open = new int[SUMS];
    private final Differences errors = new Differences("answered with an error");
    private final Differences unequal = new Differences("calls without just one answer:");
    private long asked;
    private long answers;

    /** Checks calls that are told one by one. */
    public EveryCallAnswered() {
        this(List.of());
    }

    /** @param calls the ids of the calls, for {@link #check} */
    public EveryCallAnswered(Collection<String> calls) {
        this.calls = calls;
        calls.forEach(this::asked);
    }

    /**
     * One reply.
     *
     * @param inReplyTo the id of its call
     * @param isOk whether it is no error
     */
    public record Answer(String inReplyTo, boolean isOk) {}

    /** A call with this id. */
    public void asked(String id) {
        asked++;
        add(id, 1);
    }

    /** An answer. */
    public void answered(Answer answer) {
        answers++;
        add(answer.inReplyTo(), -1);
        if (!answer.isOk()) {
            errors.add(answer.inReplyTo());
        }
    }

    private void add(String id, int sign) {
        long hash = hash(id);
        int place = (int) (hash & SUMS - 1);
        open[place] += sign;
        sums[place] += sign * hash;
    }

    /** FNV-1a, and the finalizer of MurmurHash3, since ids differ in a few characters only. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 33;
    }

    /** {@return how many calls were told of} */
    public long calls() {
        return asked;
    }

    /** {@return how many answers are errors} */
    public long errors() {
        return errors.count();
    }

    /** {@return how many calls have no answer, or answers no call, or more answers than one; a lower bound} */
    public long unanswered() {
        long count = 0;
        for (int place = 0; place < SUMS; place++) {
            count += sums[place] == 0 && open[place] == 0 ? 0 : Math.max(1, Math.abs(open[place]));
        }
        return count;
    }

    /** {@return whether a call or an answer with this id may be one of those that have no counterpart; false: it is certainly not} */
    public boolean isSuspect(String id) {
        int place = (int) (hash(id) & SUMS - 1);
        return sums[place] != 0 || open[place] != 0;
    }

    /** Tells of the id of a suspect, so that {@link #differences} can name it. */
    public void suspect(String id) {
        unequal.add(id);
    }

    /** {@return what is not as it should be; empty if all is well. Errors are the caller's to judge} */
    public List<String> differences() {
        if (unanswered() == 0) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        all.add(asked + " calls and " + answers + " answers, of which at least " + unanswered()
                + " don't belong together");
        all.addAll(unequal.text());
        return all;
    }

    /**
     * Compares with the answers found.
     *
     * @param where the answers were found, for the message
     * @param found all of them
     * @throws AssertionError if a call has no answer or several, or one is an error
     */
    public void check(String where, Collection<Answer> found) {
        found.forEach(this::answered);
        calls.stream().filter(this::isSuspect).forEach(this::suspect);
        List<String> all = new ArrayList<>(differences());
        all.addAll(errors.text());
        Differences.requireNone(where, all);
    }
}
