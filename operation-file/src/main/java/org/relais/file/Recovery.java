package org.relais.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.relais.runtime.HaltException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes off the file what a crash left there uncommitted, so that doing it again does not double it; halts rather than take off a
 * byte that is not known to be ours.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Place place;
    private final Optional<Batch> uncommitted;
    private final boolean doubtful;

    /**
     * @param place the file
     * @param uncommitted the journal's batch, if it comes after the committed position
     * @param doubtful whether that batch may have been committed nevertheless: then nothing is cut
     */
    Recovery(Place place, Optional<Batch> uncommitted, boolean doubtful) {
        this.place = place;
        this.uncommitted = uncommitted;
        this.doubtful = doubtful;
    }

    /**
     * Leaves the file with exactly what is committed.
     *
     * @param committed the position committed last
     * @throws HaltException if the file is not what was committed, and a person must decide
     */
    void to(Position committed) throws IOException {
        if (!committed.isOf(place.file())) {
            toWhatIsThere();
        } else if (Files.exists(place.acceptance(committed.sequence()), NOFOLLOW_LINKS)) {
            toWhatWasAccepted(committed);
        } else if (place.status().isEmpty()) {
            afterRemoval(committed);
        } else if (!cutIfItContinues(place.file(), committed)) {
            afterReplacement(committed);
        }
    }

    /** Keeps what is in the file, but for what the uncommitted batch put there. */
    void toWhatIsThere() throws IOException {
        if (uncommitted.isPresent() && !doubtful) {
            cutOff(uncommitted.get());
        }
    }

    /** A batch that begins behind the committed end was written after the acceptance: there is no doubt about that one. */
    private void toWhatWasAccepted(Position committed) throws IOException {
        if (uncommitted.isPresent() && uncommitted.get().start() > committed.length()) {
            cutOff(uncommitted.get());
        } else {
            toWhatIsThere();
        }
    }

    private void cutOff(Batch batch) throws IOException {
        if (place.status().isPresent()) {
            try (FileChannel file = openForCutting(place.file())) {
                if (batch.explainsEndOf(file)) {
                    cut(place.file(), file, batch.start());
                }
            }
        }
    }

    /** {@return a sentence for people} */
    static String howToAccept(Place place, long sequence, long length) {
        return "Either put the file right, so that it has exactly the " + length
                + " committed bytes, or accept it as it is with: touch '" + place.acceptance(sequence)
                + "'; then start again.";
    }

    private void afterRemoval(Position committed) throws IOException {
        if (cutRenamed(committed)) {
            return;
        }
        if (committed.length() > 0 && !Files.exists(place.journal(), NOFOLLOW_LINKS)) {
            throw halt(committed, "is missing, and so is its journal: is the right folder there, and mounted?");
        }
        requireNothingUncommittedIn(committed);
        LOG.warn("{} was removed or moved away: a new one is started", place.file());
    }

    /** The file in place is another one, as after a rotation that makes the new file at once. */
    private void afterReplacement(Position committed) throws IOException {
        if (!cutRenamed(committed)) {
            requireNothingUncommittedIn(committed);
            toWhatIsThere();
            requireNew(committed);
        } else {
            toWhatIsThere();
        }
        LOG.warn("{} was replaced: the new one is continued", place.file());
    }

    /** {@return whether the file was found under another name} */
    private boolean cutRenamed(Position committed) throws IOException {
        Optional<Path> renamed = place.find(committed.inode());
        return renamed.isPresent() && !renamed.get().equals(place.file()) && cutIfItContinues(renamed.get(), committed);
    }

    private void requireNothingUncommittedIn(Position committed) {
        if (uncommitted.isPresent() && uncommitted.get().start() == committed.length()) {
            throw halt(
                    committed,
                    "was removed or replaced while its last lines were not committed yet; they would be written again.");
        }
    }

    private void requireNew(Position committed) throws IOException {
        Place.Status present = place.status().orElseThrow();
        boolean truncated = present.inode() == committed.inode();
        if (truncated || present.size() > 0) {
            throw halt(committed, "is not what it was: " + describe(present, committed));
        }
    }

    private static String describe(Place.Status present, Position committed) {
        return present.size() < committed.length()
                ? "it has only " + present.size() + " bytes of the " + committed.length() + " committed."
                : "its first " + committed.length() + " bytes were changed.";
    }

    /** {@return whether the file begins with what is committed; then it has nothing else any more} */
    private boolean cutIfItContinues(Path path, Position committed) throws IOException {
        try (FileChannel file = openForCutting(path)) {
            if (file.size() < committed.length()
                    || Tail.of(file, committed.length()).check() != committed.check()) {
                return false;
            }
            if (file.size() > committed.length()) {
                requireOurs(path, file, committed);
                cut(path, file, committed.length());
            }
            return true;
        }
    }

    private void requireOurs(Path path, FileChannel file, Position committed) throws IOException {
        boolean ours = uncommitted.isPresent()
                && uncommitted.get().start() == committed.length()
                && uncommitted.get().explainsEndOf(file);
        if (ours && doubtful) {
            throw halt(
                    committed,
                    "(now " + path.getFileName() + ") goes on after the " + committed.length()
                            + " committed bytes with lines of a batch that may be committed, too: the offset of a partition"
                            + " was set by hand, which took away what was known of it.");
        }
        if (!ours) {
            throw halt(
                    committed,
                    "(now " + path.getFileName() + ") goes on after the " + committed.length()
                            + " committed bytes with bytes that this operation did not write.");
        }
    }

    private static void cut(Path path, FileChannel file, long length) throws IOException {
        if (file.size() > length) {
            LOG.info("{} is cut back from {} to the {} bytes that are committed", path, file.size(), length);
            file.truncate(length);
            file.force(true);
        }
    }

    private static FileChannel openForCutting(Path path) throws IOException {
        return FileChannel.open(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS));
    }

    private HaltException halt(Position committed, String problem) {
        return new HaltException(place.file() + " " + problem + " Nothing was destroyed. "
                + howToAccept(place, committed.sequence(), committed.length()));
    }
}
