package org.relais.endtoend.faults;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Numbers for things that have names: a check needs a bit for each of them then, and not its name. Used by one thread. */
final class Names {
    /** The number of what was never named. */
    static final int UNKNOWN = -1;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    Names(Collection<String> all) {
        all.forEach(this::add);
    }

    private void add(String name) {
        if (numbers.putIfAbsent(name, names.size()) == null) {
            names.add(name);
        }
    }

    int number(String name) {
        return numbers.getOrDefault(name, UNKNOWN);
    }

    /** The number of a name that may be a new one. */
    int numberOrNew(String name) {
        add(name);
        return number(name);
    }

    IntFunction<String> name() {
        return names::get;
    }

    BitSet all() {
        BitSet all = new BitSet(names.size());
        all.set(0, names.size());
        return all;
    }
}
