package org.relais.endtoend.faults;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * What has one key takes effect in the order in which it was sent. Things with different keys may overtake each other, and some
 * may have no effect at all. An object is good for one check; it needs a number for each key. Used by one thread.
 */
public final class OrderPerKey {
    private static final int NONE = -1;

    private final Names names;
    private final Names keys = new Names(List.of());
    private final Function<String, String> key;
    private final IntFunction<String> name;
    private final Differences overtaken = new Differences("out of order");
    private int[] last = new int[0];

    /**
     * Checks things with numbers that grow in the order of sending.
     *
     * @param name what to call one of them
     */
    public OrderPerKey(IntFunction<String> name) {
        this(new Names(List.of()), each -> each, name);
    }

    /**
     * Checks things that have names, for {@link #check}.
     *
     * @param sent what was sent, in order, each with a name of its own
     * @param key what has to stay in order with each other
     */
    public OrderPerKey(List<String> sent, Function<String, String> key) {
        this(new Names(sent), key);
    }

    private OrderPerKey(Names names, Function<String, String> key) {
        this(names, key, names.name());
    }

    private OrderPerKey(Names names, Function<String, String> key, IntFunction<String> name) {
        this.names = names;
        this.key = key;
        this.name = name;
    }

    /**
     * The next effect.
     *
     * @param number of the thing
     * @param ofKey the number of its key, from 0 on
     */
    public void found(int number, int ofKey) {
        int before = last(ofKey);
        if (before >= number) {
            overtaken.add(name.apply(before) + " before " + name.apply(number));
        }
        last[ofKey] = number;
    }

    private int last(int ofKey) {
        if (ofKey >= last.length) {
            int known = last.length;
            last = Arrays.copyOf(last, Math.max(2 * known, ofKey + 1));
            Arrays.fill(last, known, last.length, NONE);
        }
        return last[ofKey];
    }

    /** {@return how often something came behind what was sent later} */
    public long outOfOrder() {
        return overtaken.count();
    }

    /** {@return what is not as it should be, with the first of them; empty if all is well} */
    public List<String> differences() {
        return overtaken.text();
    }

    /**
     * Compares with things found by their names; strange ones are passed over.
     *
     * @param where the effects were found, for the message
     * @param found all of them, in the order in which they took place
     * @throws AssertionError if one came before another that was sent earlier with the same key; names some of them
     */
    public void check(String where, Collection<String> found) {
        found.stream()
                .filter(each -> names.number(each) != Names.UNKNOWN)
                .forEach(each -> found(names.number(each), keys.numberOrNew(key.apply(each))));
        Differences.requireNone(where, differences());
    }
}
