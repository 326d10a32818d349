package org.relais.endtoend.faults;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Whatever came in is done, or kept as a dead letter, or still waits: input = done + dead + pending. An object is good for one
 * check; it needs four bits for each thing. Used by one thread.
 */
public final class NothingDroppedInSilence {
    private final BitSet input;
    private final IntFunction<String> name;
    private final BitSet done = new BitSet();
    private final BitSet dead = new BitSet();
    private final BitSet pending = new BitSet();

    /**
     * @param input the numbers of all that came in
     * @param name what to call one of them
     */
    public NothingDroppedInSilence(BitSet input, IntFunction<String> name) {
        this.input = input;
        this.name = name;
    }

    /** It has had its last effect. */
    public void done(int number) {
        done.set(number);
    }

    /** It is a dead letter. */
    public void dead(int number) {
        dead.set(number);
    }

    /** A message of it waits for its component. */
    public void pending(int number) {
        pending.set(number);
    }

    /** {@return how many have had their last effect} */
    public long done() {
        return done.cardinality();
    }

    /** {@return how many are dead letters} */
    public long dead() {
        return dead.cardinality();
    }

    /** {@return how many wait, of those that are neither} */
    public long pending() {
        BitSet waiting = (BitSet) pending.clone();
        waiting.andNot(done);
        waiting.andNot(dead);
        return waiting.cardinality();
    }

    /** {@return what is not as it should be, with the first of each kind; empty if all is well} */
    public List<String> differences() {
        Differences dropped = new Differences("dropped");
        BitSet gone = (BitSet) input.clone();
        gone.andNot(done);
        gone.andNot(dead);
        gone.andNot(pending);
        gone.stream().forEach(number -> dropped.add(name.apply(number)));
        Differences both = new Differences("done and a dead letter as well");
        BitSet twofold = (BitSet) done.clone();
        twofold.and(dead);
        twofold.stream().forEach(number -> both.add(name.apply(number)));
        return java.util.stream.Stream.of(dropped, both)
                .flatMap(each -> each.text().stream())
                .toList();
    }
}
