package org.relais.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Ids as long as a UUIDv7 and as hard to compress: a time that changes slowly, then chance. Used by one thread. */
final class FloorIds {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SHAPE = "01900000-0000-7000-8000-000000000000".getBytes(StandardCharsets.US_ASCII);
    private static final int TIME_END = 13;

    private final SplittableRandom random = new SplittableRandom(1);
    private final byte[] shape = SHAPE.clone();

    /** Takes the time that the next ids begin with. */
    void tick(long millis) {
        long rest = millis;
        for (int i = TIME_END - 1; i >= 0; i--) {
            if (shape[i] != '-') {
                shape[i] = HEX[(int) (rest & 15)];
                rest >>>= 4;
            }
        }
    }

    byte[] next() {
        byte[] id = shape.clone();
        fill(id, 15, 18, random.nextLong());
        long tail = random.nextLong();
        fill(id, 20, 23, tail);
        fill(id, 24, 36, tail >>> 12);
        return id;
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

    private static void fill(byte[] id, int from, int to, long bits) {
        long rest = bits;
        for (int i = from; i < to; i++) {
            id[i] = HEX[(int) (rest & 15)];
            rest >>>= 4;
        }
    }
}
