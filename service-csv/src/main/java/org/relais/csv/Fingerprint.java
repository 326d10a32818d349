package org.relais.csv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Tells whether what lies before a position is still what was read: a check value of the first 4 KiB and of the last 4 KiB before
 * the position.
 *
 * <p>The last ones, since whatever moves a byte changes them; the first ones for the header, and for edits in place at the top.
 * SHA-256 cut to 128 bits, since a wrong match loses or doubles rows in silence: it does not happen by accident, which of a CRC's
 * 32 bits can't be said once there are many files; 8 KiB for each transaction cost nothing that could be measured.
 */
final class Fingerprint {

    /** What no file has: less could be read than lies before the position. */
    static final String NONE = "";

    private static final int PART = 4096;
    private static final int LENGTH = 16;

    private final MessageDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(PART);

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * {@return the check value of what lies before a position}
     *
     * @param channel the file
     * @param offset the position
     */
    String of(FileChannel channel, long offset) throws IOException {
        digest.reset();
        boolean complete = add(channel, 0, Math.min(PART, offset))
                && (offset <= PART || add(channel, Math.max(PART, offset - PART), offset));
        return complete ? HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), LENGTH)) : NONE;
    }

    /** {@return whether that is what lies before the position now} */
    boolean matches(String check, FileChannel channel, long offset) throws IOException {
        return !check.equals(NONE) && check.equals(of(channel, offset));
    }

    private boolean add(FileChannel channel, long from, long to) throws IOException {
        buffer.clear().limit((int) (to - from));
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                return false;
            }
        }
        digest.update(buffer.flip());
        return true;
    }
}
