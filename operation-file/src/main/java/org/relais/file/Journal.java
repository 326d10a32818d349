package org.relais.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.kafka.common.Uuid;

/**
 * Holds the batch that is being appended, so that after a crash its bytes at the file's end can be told from anybody else's.
 *
 * <p>Written and forced to the disk before the file itself is touched; each batch overwrites the one before, which is committed
 * by then. A batch that was torn by a crash is as good as none: nothing of it is in the file. Not thread-safe.
 */
final class Journal implements Closeable {

    private static final long MAGIC = 0x52_45_4C_41_49_53_4A_31L; // RELAISJ1
    private static final int CHECKED_HEADER_BYTES = 6 * Long.BYTES;
    private static final int HEADER_BYTES = CHECKED_HEADER_BYTES + Long.BYTES;

    private final FileChannel channel;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /** {@return the journal, made if it is missing} */
    static Journal open(Path path) throws IOException {
        return new Journal(FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS)));
    }

    /**
     * Keeps a batch, in place of the one before.
     *
     * @param sequence the batch's number
     * @param topicId the topic it was read from
     * @param start where it begins in the file
     * @param bytes the batch
     * @param length how many of these bytes count
     */
    void write(long sequence, Uuid topicId, long start, byte[] bytes, int length) throws IOException {
        header.clear();
        header.putLong(MAGIC).putLong(sequence).putLong(start);
        header.putLong(topicId.getMostSignificantBits()).putLong(topicId.getLeastSignificantBits());
        header.putLong(length).putLong(crc(header.array(), bytes, length)).flip();
        channel.position(0);
        Channels.writeFully(channel, header, ByteBuffer.wrap(bytes, 0, length));
        channel.force(false);
    }

    /**
     * {@return the batch kept last; empty if there is none or a crash has torn it}
     *
     * @param path of the journal
     */
    static Optional<Batch> last(Path path) throws IOException {
        if (!Files.exists(path, NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (Journal journal = open(path)) {
            return journal.read();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private Optional<Batch> read() throws IOException {
        if (channel.size() < HEADER_BYTES) {
            return Optional.empty();
        }
        Channels.readFully(channel, header.clear(), 0);
        header.flip();
        long magic = header.getLong();
        long sequence = header.getLong();
        long start = header.getLong();
        Uuid topicId = new Uuid(header.getLong(), header.getLong());
        long length = header.getLong();
        if (magic != MAGIC || length < 0 || length > channel.size() - HEADER_BYTES) {
            return Optional.empty();
        }
        byte[] bytes = new byte[Math.toIntExact(length)];
        Channels.readFully(channel, ByteBuffer.wrap(bytes), HEADER_BYTES);
        return header.getLong() == crc(header.array(), bytes, bytes.length)
                ? Optional.of(new Batch(sequence, topicId, start, bytes))
                : Optional.empty();
    }

    private static long crc(byte[] header, byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, CHECKED_HEADER_BYTES);
        crc.update(bytes, 0, length);
        return crc.getValue();
    }
}
