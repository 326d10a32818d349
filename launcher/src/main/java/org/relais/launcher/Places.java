package org.relais.launcher;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.relais.messages.Place;

/** Places of records, of which there may be very many: of each a bit is remembered. Not thread-safe. */
final class Places {
    private static final int PAGE_BITS = 16;

    private final Map<Page, BitSet> pages = new HashMap<>();

    void add(Place place) {
        pages.computeIfAbsent(Page.of(place), unused -> new BitSet()).set(bit(place));
    }

    void remove(Place place) {
        page(Page.of(place)).clear(bit(place));
    }

    void removeAll(String topic) {
        pages.keySet().removeIf(page -> page.partition().topic().equals(topic));
    }

    boolean has(Place place) {
        return page(Page.of(place)).get(bit(place));
    }

    /** How many there are in such topics that are not among these others. */
    long count(Predicate<String> topic, Places others) {
        return pages.keySet().stream()
                .filter(page -> topic.test(page.partition().topic()))
                .mapToLong(page -> count(page, others))
                .sum();
    }

    private long count(Page page, Places others) {
        BitSet rest = (BitSet) page(page).clone();
        rest.andNot(others.page(page));
        return rest.cardinality();
    }

    private BitSet page(Page page) {
        return pages.getOrDefault(page, new BitSet());
    }

    private static int bit(Place place) {
        return (int) (place.offset() & ((1 << PAGE_BITS) - 1));
    }

    /** So many offsets in a row: one that is far beyond all others takes no more room than they do. */
    private record Page(TopicPartition partition, long number) {
        static Page of(Place place) {
            return new Page(place.topicPartition(), place.offset() >>> PAGE_BITS);
        }
    }
}
