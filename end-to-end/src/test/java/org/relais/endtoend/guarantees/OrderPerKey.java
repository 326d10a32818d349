package org.relais.endtoend.guarantees;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What has one key takes effect in the order in which it was sent. Things with different keys may overtake each other, and some
 * may have no effect at all.
 *
 * @param sent what was sent, in order, each with a name of its own
 * @param key what has to stay in order with each other
 */
public record OrderPerKey(List<String> sent, Function<String, String> key) {

    /**
     * Compares.
     *
     * @param where the effects were found, for the message
     * @param found all of them, in the order in which they took place
     * @throws AssertionError if one came before another that was sent earlier with the same key; names some of them
     */
    public void check(String where, Collection<String> found) {
        Map<String, Integer> places = places();
        Map<String, String> last = new HashMap<>();
        List<String> overtaken = new ArrayList<>();
        for (String each : found) {
            String before = last.put(key.apply(each), each);
            if (before != null && place(places, before) >= place(places, each)) {
                overtaken.add(before + " before " + each);
            }
        }
        if (!overtaken.isEmpty()) {
            throw new AssertionError(where + ": out of order " + overtaken.size() + " times, for instance "
                    + overtaken.stream().limit(5).toList());
        }
    }

    private Map<String, Integer> places() {
        Map<String, Integer> places = new HashMap<>();
        sent.forEach(each -> places.put(each, places.size()));
        return places;
    }

    private static int place(Map<String, Integer> places, String each) {
        return places.getOrDefault(each, -1);
    }
}
