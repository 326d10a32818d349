package org.relais.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.relais.runtime.HaltException;

/**
 * The file while it is being written. Appends only, so that bytes that someone else appended are never overwritten. After an
 * {@link IOException} it must be closed: what a descriptor says after a failed fsync means nothing. Not thread-safe.
 */
final class TargetFile implements Closeable {

    private final Place place;
    private final FileChannel channel;
    private final long inode;
    private final Tail tail;
    private long length;

    private TargetFile(Place place, FileChannel channel, long inode, long length, Tail tail) {
        this.place = place;
        this.channel = channel;
        this.inode = inode;
        this.length = length;
        this.tail = tail;
    }

    /** {@return the file, made durably if it is missing} */
    static TargetFile open(Place place) throws IOException {
        boolean missing = place.status().isEmpty();
        FileChannel channel = FileChannel.open(
                place.file(), Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, NOFOLLOW_LINKS));
        try {
            if (missing) {
                place.forceFolder();
            }
            return describe(place, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** {@return whether the path still leads to this file; else it was renamed or replaced} */
    boolean isInPlace() throws IOException {
        return place.status().map(Place.Status::inode).equals(Optional.of(inode));
    }

    /**
     * Appends and makes durable.
     *
     * @param bytes what to append
     * @param count how many of these bytes
     * @param sequence of the last committed batch, by which people can accept the file
     * @throws HaltException if someone else has written to the file
     */
    void append(byte[] bytes, int count, long sequence) throws IOException {
        requireLength(length, sequence);
        Channels.writeFully(channel, ByteBuffer.wrap(bytes, 0, count));
        requireLength(length + count, sequence);
        // fdatasync: flushes the new length as well, since the bytes could not be read back without it (POSIX 3.385).
        channel.force(false);
        tail.append(bytes, count);
        length += count;
    }

    /** {@return how long the file is, in bytes} */
    long length() {
        return length;
    }

    /**
     * {@return where the file ends now}
     *
     * @param sequence of the batch that was appended last
     */
    Position position(long sequence) {
        return new Position(sequence, Position.hash(place.file()), inode, length, tail.check());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void requireLength(long expected, long sequence) throws IOException {
        long found = channel.size();
        if (found != expected) {
            throw new HaltException(place.file() + " has " + found + " bytes instead of " + expected
                    + ": someone else writes to it. Nothing was destroyed. "
                    + Recovery.howToAccept(place, sequence, length));
        }
    }

    private static TargetFile describe(Place place, FileChannel channel) throws IOException {
        try (FileChannel reader = FileChannel.open(place.file(), Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS))) {
            Place.Status status =
                    place.status().orElseThrow(() -> new IOException(place.file() + " was removed at this moment"));
            return new TargetFile(place, channel, status.inode(), status.size(), Tail.of(reader, status.size()));
        }
    }
}
