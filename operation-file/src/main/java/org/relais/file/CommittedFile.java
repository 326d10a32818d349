package org.relais.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * The file with its journal, open for batches; it has exactly what was committed when it is opened. After an {@link IOException} it must be
 * closed and opened again. Not thread-safe.
 */
final class CommittedFile implements Closeable {

    private final Place place;
    private final Journal journal;
    private final Uuid topicId;
    private TargetFile target;
    private long sequence;

    private CommittedFile(Place place, Journal journal, Uuid topicId, TargetFile target, long sequence) {
        this.place = place;
        this.journal = journal;
        this.topicId = topicId;
        this.target = target;
        this.sequence = sequence;
    }

    /**
     * {@return the file, as it was committed}
     *
     * @param place where it is
     * @param committed the position committed last; empty: what is in the file is kept
     * @param setByHand whether somebody has set an offset by hand, so that a newer position may have been committed
     * @param topicIds the topic that is read, so that another topic's journal is not taken for its own
     */
    static CommittedFile open(Place place, Optional<Position> committed, boolean setByHand, Collection<Uuid> topicIds)
            throws IOException {
        place.makeFolder();
        long sequence = committed.map(Position::sequence).orElse(0L);
        Optional<Batch> next = Journal.last(place.journal())
                .filter(batch -> batch.sequence() == sequence + 1 && topicIds.contains(batch.topicId()));
        Recovery recovery = new Recovery(place, next, setByHand);
        if (committed.isPresent()) {
            recovery.to(committed.get());
        } else {
            recovery.toWhatIsThere();
        }
        return open(place, topicIds.stream().findFirst().orElse(Uuid.ZERO_UUID), sequence);
    }

    /**
     * Appends a batch durably.
     *
     * @param batch what to append
     * @return where the file ends now
     */
    Position commit(Appender batch) throws IOException {
        if (batch.length() > 0) {
            followRotation();
            journal.write(sequence + 1, topicId, target.length(), batch.bytes(), batch.length());
            target.append(batch.bytes(), batch.length(), sequence);
        }
        sequence++;
        return target.position(sequence);
    }

    @Override
    public void close() throws IOException {
        try (journal) {
            target.close();
        }
    }

    /** Starts a new file if this one was renamed; all that is in it is committed, since a batch begins after the one before. */
    private void followRotation() throws IOException {
        if (!target.isInPlace()) {
            Position committed = target.position(sequence);
            target.close();
            new Recovery(place, Optional.empty(), false).to(committed);
            target = TargetFile.open(place);
        }
    }

    private static CommittedFile open(Place place, Uuid topicId, long sequence) throws IOException {
        Journal journal = Journal.open(place.journal());
        try {
            place.forceFolder();
            return new CommittedFile(place, journal, topicId, TargetFile.open(place), sequence);
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }
}
