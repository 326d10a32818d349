package org.relais.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Ids as long as the production's UUIDv7 and as hard to compress: a time, then chance, which within a millisecond only counts on.
 * Used by one thread.
 */
final class FloorIds {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SHAPE = "01900000-0000-7000-8000-000000000000".getBytes(StandardCharsets.US_ASCII);
    private static final int TIME_END = 13;

    /** So many rows a service reads in a millisecond. */
    private static final int OF_ONE_MILLISECOND = 64;

    private final SplittableRandom random = new SplittableRandom(1);
    private final byte[] last = SHAPE.clone();
    private int left;

    /** Takes the time that the next ids begin with. */
    void tick(long millis) {
        long rest = millis;
        for (int i = TIME_END - 1; i >= 0; i--) {
            if (last[i] != '-') {
                last[i] = HEX[(int) (rest & 15)];
                rest >>>= 4;
            }
        }
    }

    byte[] next() {
        if (left == 0) {
            left = OF_ONE_MILLISECOND;
            chance();
        } else {
            count();
        }
        left--;
        return last.clone();
    }

    private void chance() {
        fill(15, 18, random.nextLong());
        long tail = random.nextLong();
        fill(20, 23, tail);
        fill(24, 36, tail >>> 12);
    }

    private void count() {
        int position = last.length - 1;
        while (last[position] == 'f') {
            last[position--] = '0';
        }
        last[position] = last[position] == '9' ? (byte) 'a' : (byte) (last[position] + 1);
    }

    /** {@return a traceparent made of an id} */
    static byte[] traceParent(byte[] id) {
        byte[] trace = new byte[55];
        trace[0] = '0';
        trace[1] = '0';
        trace[2] = '-';
        int position = 3;
        for (byte each : id) {
            if (each != '-') {
                trace[position++] = each;
            }
        }
        trace[35] = '-';
        System.arraycopy(trace, 19, trace, 36, 16);
        trace[52] = '-';
        trace[53] = '0';
        trace[54] = '1';
        return trace;
    }

    private void fill(int from, int to, long bits) {
        long rest = bits;
        for (int i = from; i < to; i++) {
            last[i] = HEX[(int) (rest & 15)];
            rest >>>= 4;
        }
    }
}
