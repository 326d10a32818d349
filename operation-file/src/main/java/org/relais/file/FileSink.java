package org.relais.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.runtime.Assignment;
import org.relais.runtime.Cursor;
import org.relais.runtime.RetryableException;
import org.relais.runtime.Sink;

/**
 * Appends to a file. Its cursor, the {@link Position}, travels in the metadata of Kafka's offsets; {@link #open} cuts the file back
 * to it. Only one process writes: the others wait in {@link #acquire}.
 *
 * <p>Not thread-safe.
 */
final class FileSink implements Sink<Appender> {

    private final Place place;
    private final Appender batch = new Appender();
    private @Nullable FileChannel lock;
    private @Nullable CommittedFile file;
    private int marked;
    private int pushed;

    FileSink(FileSettings settings) {
        this.place = new Place(settings.file());
    }

    @Override
    public boolean exclusive() {
        return true;
    }

    @Override
    public boolean storesCursors() {
        return false;
    }

    @Override
    public boolean acquire() {
        try {
            if (lock == null) {
                place.makeFolder();
                lock = lock();
            }
            return lock != null;
        } catch (IOException e) {
            throw failed("lock", e);
        }
    }

    @Override
    public Map<TopicPartition, Cursor> open(Assignment partitions) {
        try {
            clear();
            closeFile();
            Collection<String> metadata = partitions.metadata().values();
            file = CommittedFile.open(
                    place,
                    Position.newest(metadata),
                    metadata.stream().anyMatch(String::isEmpty),
                    partitions.topicIds().values());
            return Map.of();
        } catch (IOException e) {
            throw failed("open", e);
        }
    }

    @Override
    public Appender begin() {
        return batch;
    }

    @Override
    public void mark() {
        marked = batch.length();
    }

    @Override
    public void undo() {
        batch.cutTo(marked);
    }

    /** A file refuses nothing. */
    @Override
    public void push() {
        pushed = batch.length();
    }

    @Override
    public void rollback() {
        batch.cutTo(pushed);
    }

    @Override
    public String commit(Map<TopicPartition, Cursor> cursors) {
        if (file == null) {
            throw new IllegalStateException("open() comes before commit(), also after a failure");
        }
        try {
            String position = file.commit(batch).text();
            clear();
            return position;
        } catch (IOException e) {
            throw failedForGood(e);
        }
    }

    @Override
    public void close() {
        try {
            closeFile();
            releaseLock();
        } catch (IOException e) {
            throw failed("close", e);
        }
    }

    private void clear() {
        batch.clear();
        marked = 0;
        pushed = 0;
    }

    private @Nullable FileChannel lock() throws IOException {
        FileChannel channel = FileChannel.open(
                place.lock(), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, NOFOLLOW_LINKS));
        if (isLocked(channel)) {
            return channel;
        }
        channel.close();
        return null;
    }

    /** {@return whether this process has the lock now; it has it until the channel is closed or the process ends, however it ends} */
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another sink of this very process has it
        }
    }

    /** After a failed fsync the descriptor must not be used again: it would report success for bytes that were lost. */
    private RetryableException failedForGood(IOException cause) {
        try {
            closeFile();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return failed("write", cause);
    }

    private void closeFile() throws IOException {
        CommittedFile closed = file;
        file = null;
        if (closed != null) {
            closed.close();
        }
    }

    private void releaseLock() throws IOException {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    private RetryableException failed(String what, IOException cause) {
        return new RetryableException("can't " + what + ' ' + place.file() + ": " + cause, cause);
    }
}
