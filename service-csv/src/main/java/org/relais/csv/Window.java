package org.relais.csv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** The part of a file that is in memory: a fixed buffer, whatever the size of the file. Not thread-safe. */
final class Window {

    private static final int MOST_KEPT = 4096;

    private final int chunk;

    /** How many of the bytes that were passed stay, for {@link #isStillThere}. */
    private final int kept;

    private final byte[] bytes;
    private final ByteBuffer view;

    private int from;
    private int to;
    private long offset;
    private long limit;

    /**
     * @param record how many bytes at least must fit in
     * @param chunk how many bytes are read at once
     */
    Window(int record, int chunk) {
        this.chunk = chunk;
        this.kept = Math.min(MOST_KEPT, chunk);
        this.bytes = new byte[kept + record + chunk];
        this.view = ByteBuffer.wrap(bytes);
    }

    /** Begins at an offset of a file, and will not go beyond the limit. */
    void open(long newOffset, long newLimit) {
        from = 0;
        to = 0;
        offset = newOffset;
        limit = newLimit;
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** {@return where in the file the window begins} */
    long offset() {
        return offset;
    }

    /** {@return whether the window reaches the limit} */
    boolean isLast() {
        return offset + (to - from) >= limit;
    }

    void advanceTo(int index) {
        offset += index - from;
        from = index;
    }

    /** Takes in more. {@return whether there was more} */
    boolean fill(FileChannel channel) throws IOException {
        long end = offset + (to - from);
        if (bytes.length - to < chunk) {
            compact();
        }
        int wanted = (int) Math.min(Math.min(chunk, bytes.length - to), limit - end);
        if (wanted <= 0) {
            return false;
        }
        int count = channel.read(view.clear().position(to).limit(to + wanted), end);
        to += Math.max(count, 0);
        return count > 0;
    }

    /** {@return whether the file still has what was passed last, up to 4 KiB of it: it may have been written over since} */
    boolean isStillThere(FileChannel channel) throws IOException {
        int count = Math.min(from, kept);
        ByteBuffer there = ByteBuffer.allocate(count);
        while (there.hasRemaining()) {
            if (channel.read(there, offset - count + there.position()) < 0) {
                return false;
            }
        }
        return Arrays.equals(there.array(), 0, count, bytes, from - count, from);
    }

    private void compact() {
        int passed = Math.max(from - kept, 0);
        System.arraycopy(bytes, passed, bytes, 0, to - passed);
        to -= passed;
        from -= passed;
    }
}
