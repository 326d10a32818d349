package org.relais.endtoend.faults;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What rows have left behind in one place, held against both promises about it. Used by one thread. */
final class Effects {
    private final String where;
    private final Rows rows;
    private final int limit;
    private final @Nullable IntFunction<String> text;
    private final ExactlyOnceEffect once;
    private final OrderPerKey order = new OrderPerKey(Rows::name);

    /**
     * @param where for the message
     * @param limit how many rows there are
     * @param sent those that are to have their effect here
     * @param text what the effect of a row must look like; null: only its name counts
     */
    Effects(String where, Rows rows, int limit, BitSet sent, @Nullable IntFunction<String> text) {
        this.where = where;
        this.rows = rows;
        this.limit = limit;
        this.text = text;
        this.once = new ExactlyOnceEffect(sent, Rows::name);
    }

    /** The next effect. */
    void take(String found) {
        take(found, number -> {});
    }

    /**
     * The next effect.
     *
     * @param known is told the number of the row, if it is one
     */
    void take(String found, IntConsumer known) {
        int number = Rows.number(found);
        if (number < 0
                || number >= limit
                || (text != null && !text.apply(number).equals(found))) {
            once.foundStrange(found);
            return;
        }
        once.found(number);
        int key = rows.key(number);
        if (key >= 0) {
            order.found(number, key);
        }
        known.accept(number);
    }

    /** As {@link #take} does, where no order is promised. */
    void takeInAnyOrder(int number) {
        once.found(number);
    }

    long lost() {
        return once.lost();
    }

    long duplicated() {
        return once.duplicated();
    }

    long outOfOrder() {
        return order.outOfOrder();
    }

    List<String> differences() {
        return Stream.concat(once.differences().stream(), order.differences().stream())
                .map(difference -> where + ": " + difference)
                .toList();
    }
}
