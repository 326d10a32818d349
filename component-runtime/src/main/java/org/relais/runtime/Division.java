package org.relais.runtime;

/**
 * Which part of a batch to try next, after some of it was refused: parts shrink until a refused message stands alone, and grow again behind it.
 * Where the outside tells which message it refuses, a part ends before that one, and it comes alone next: so a refused message costs three
 * tries whatever the size of the batch, instead of two for each time that it can be halved. What the outside tells is believed only as far as
 * that: a message is refused when it is refused alone.
 */
final class Division {

    private int size;
    private int from;
    private int length;

    /** How many were accepted since the last one that was refused: the next one is likely to be as far. */
    private int run;

    private int suspect = -1;

    /** Something before this place, and not before {@link #from}, is refused, unless it was only refused together with others. */
    private int bad;

    /** @param size of the batch, which is tried as a whole first */
    Division(int size) {
        this.size = size;
        this.length = size;
    }

    boolean hasNext() {
        return from < size;
    }

    int from() {
        return from;
    }

    int to() {
        return Math.min(size, from + length);
    }

    /** The part stands alone: it can't be divided. */
    boolean isOne() {
        return to() - from == 1;
    }

    /** Nothing behind this place, which is one of the part, is to be tried any more. */
    void endBehind(int place) {
        size = place + 1;
    }

    /** All of the part was accepted. */
    void accepted() {
        run += to() - from;
        from = to();
        if (from == suspect) {
            length = 1;
        } else {
            length = from < bad ? half(bad - from) : doubled(length);
        }
    }

    /** The part, one message, was refused. */
    void refused() {
        from++;
        bad = from;
        length = doubled(run);
        run = 0;
    }

    /**
     * Something in the part was refused.
     *
     * @param place which message of the part it seems to be; if it is none of them, nobody knows
     */
    void divide(int place) {
        bad = to();
        boolean known = place >= 0 && place < bad - from;
        suspect = known ? from + place : -1;
        length = known ? Math.max(1, place) : half(bad - from);
    }

    private static int half(int part) {
        return Math.max(1, part / 2);
    }

    private int doubled(int part) {
        return (int) Math.min(size, Math.max(2L, 2L * part));
    }
}
