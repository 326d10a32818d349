package org.relais.endtoend.faults;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Each thing that was sent has had its effect exactly once, and nothing else has had one. What is sent twice on purpose must be
 * told apart by the caller, for instance by a name of its own for each row. An object is good for one check; it needs two bits for each
 * thing. Used by one thread.
 */
public final class ExactlyOnceEffect {
    private final Names names;
    private final IntFunction<String> name;
    private final BitSet sent;
    private final BitSet missing;
    private final Differences twice = new Differences("there again");
    private final Differences strange = new Differences("never sent");

    /**
     * Checks things that have numbers.
     *
     * @param sent their numbers
     * @param name what to call one of them
     */
    public ExactlyOnceEffect(BitSet sent, IntFunction<String> name) {
        this(new Names(List.of()), sent, name);
    }

    /** Checks things that have names, for {@link #check}. */
    public ExactlyOnceEffect(Collection<String> sent) {
        this(new Names(sent));
    }

    private ExactlyOnceEffect(Names names) {
        this(names, names.all(), names.name());
    }

    private ExactlyOnceEffect(Names names, BitSet sent, IntFunction<String> name) {
        this.names = names;
        this.name = name;
        this.sent = sent;
        this.missing = (BitSet) sent.clone();
    }

    /** One effect of the thing with this number. */
    public void found(int number) {
        if (!sent.get(number)) {
            strange.add(name.apply(number));
        } else if (missing.get(number)) {
            missing.clear(number);
        } else {
            twice.add(name.apply(number));
        }
    }

    /** An effect of something that was never sent. */
    public void foundStrange(String what) {
        strange.add(what);
    }

    /** {@return how many have had no effect} */
    public long lost() {
        return missing.cardinality();
    }

    /** {@return how many effects are there beside those that should be: second ones, and strange ones} */
    public long duplicated() {
        return twice.count() + strange.count();
    }

    /** {@return what is not as it should be, with the first of each kind; empty if all is well} */
    public List<String> differences() {
        List<String> all = new ArrayList<>();
        Differences lost = new Differences("of " + sent.cardinality() + " missing");
        missing.stream().forEach(number -> lost.add(name.apply(number)));
        all.addAll(lost.text());
        all.addAll(twice.text());
        all.addAll(strange.text());
        return all;
    }

    /**
     * Compares with things found by their names.
     *
     * @param where the effects were found, for the message
     * @param found all of them
     * @throws AssertionError if one is missing, there twice, or was never asked for; names some of them
     */
    public void check(String where, Collection<String> found) {
        found.forEach(this::found);
        Differences.requireNone(where, differences());
    }

    private void found(String each) {
        int number = names.number(each);
        if (number == Names.UNKNOWN) {
            foundStrange(each);
        } else {
            found(number);
        }
    }
}
