package org.relais.csv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The part of a file that is in memory: a fixed buffer, whatever the size of the file. Not thread-safe. */
final class Window {

    private final int chunk;
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
        this.bytes = new byte[record + chunk];
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

    private void compact() {
        System.arraycopy(bytes, from, bytes, 0, to - from);
        to -= from;
        from = 0;
    }
}
