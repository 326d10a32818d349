package org.relais.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** The last bytes of a file, up to 4 KiB, and the value by which they are recognised. Not thread-safe. */
final class Tail {

    private static final int WINDOW = 4096;

    private final byte[] window = new byte[WINDOW];
    private int filled;

    /**
     * {@return the end of the first bytes of a file}
     *
     * @param file the file, open for reading
     * @param length how many of its bytes count
     */
    static Tail of(FileChannel file, long length) throws IOException {
        Tail tail = new Tail();
        tail.filled = (int) Math.min(WINDOW, length);
        ByteBuffer target = ByteBuffer.wrap(tail.window, 0, tail.filled);
        Channels.readFully(file, target, length - tail.filled);
        return tail;
    }

    /** Takes in what was appended to the file. */
    void append(byte[] bytes, int length) {
        int taken = Math.min(WINDOW, length);
        int kept = Math.min(filled, WINDOW - taken);
        System.arraycopy(window, filled - kept, window, 0, kept);
        System.arraycopy(bytes, length - taken, window, kept, taken);
        filled = kept + taken;
    }

    /** {@return the check value: the CRC-32C of these bytes} */
    int check() {
        CRC32C crc = new CRC32C();
        crc.update(window, 0, filled);
        return (int) crc.getValue();
    }
}
