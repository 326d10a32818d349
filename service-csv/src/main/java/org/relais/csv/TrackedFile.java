package org.relais.csv;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.relais.messages.OneLine;
import org.relais.runtime.Outbox;

/** One path that files are read from, and how far. Not thread-safe. */
final class TrackedFile {

    /** For so many intervals, a minute by default, a file that is shorter than before and grows may be about to become the same again. */
    private static final int LONGEST_COPY = 12;

    private final Tools tools;
    private final String key;
    private @Nullable FilePosition position;
    private byte @Nullable [] stored;

    /** What the last look saw, and since when it has been so: nothing after a start, when nobody has looked. */
    private @Nullable FileState seen;

    private long since;

    /** As long as the file is being read: of very many files they would fill the memory. */
    private @Nullable Format format;

    private boolean verified;
    private boolean troubled;
    private boolean doubtful;
    private long doubtfulSince;
    private long finished;

    TrackedFile(Tools tools, String key) {
        this.tools = tools;
        this.key = key;
    }

    TrackedFile(Tools tools, String key, FilePosition committed) {
        this(tools, key);
        this.position = committed;
        this.stored = committed.write();
    }

    @Nullable
    FilePosition position() {
        return position;
    }

    /** {@return what the header told, if more of the file is to be read right now} */
    @Nullable
    Format format() {
        return format;
    }

    /**
     * Does what there is to do for a file at this path.
     *
     * @return what is left to do
     */
    Next look(InputFile file, Outbox outbox) {
        observe(file.state());
        try {
            Next next = step(file, outbox);
            troubled = false;
            return next;
        } catch (NoSuchFileException e) {
            return Next.NOTHING;
        } catch (IOException e) {
            trouble(e, outbox);
            return Next.NOTHING;
        }
    }

    /**
     * Ends what an earlier process began, where the file is in the archive already: if that has grown since, it comes back and is found
     * in the next round. Another service's archive is none of its business.
     *
     * @return whether there is nothing to remember of a path where no file is
     */
    boolean isForgotten(Outbox outbox) {
        FilePosition done = position;
        String name = done == null ? null : done.archive();
        Path path = Key.path(key);
        if (done != null && name != null && path != null && tools.archive().took(key, done)) {
            endMove(done, path, name, outbox);
        }
        return position == null;
    }

    private void endMove(FilePosition done, Path path, String name, Outbox outbox) {
        try {
            archived(done, path, name, outbox);
        } catch (IOException e) {
            trouble(e, outbox);
        }
    }

    /** One event until it is over, not one for each try. */
    private void trouble(IOException e, Outbox outbox) {
        if (!troubled) {
            boolean moves = position != null && position.archive() != null;
            String what = moves ? " can't be moved to the archive" : " can't be read";
            outbox.event(name() + what + ", and is tried again: " + Shown.text(e));
        }
        troubled = true;
    }

    private void observe(FileState state) {
        if (!state.equals(seen)) {
            seen = state;
            since = tools.nanoTime().getAsLong();
        }
    }

    /** Nearly an interval: who calls a millisecond early shall not wait for another one. */
    private boolean isIntervalSince(long start) {
        return isSince(start, 1);
    }

    private boolean isSince(long start, int intervals) {
        return tools.nanoTime().getAsLong() - start
                >= tools.settings().callInterval().toNanos() / 10 * 9 * intervals;
    }

    private Next step(InputFile file, Outbox outbox) throws IOException {
        if (position != null && position.archive() != null) {
            return archive(file, position, position.archive(), outbox);
        }
        if (position != null && verified && position.done() && position.isOf(file.state())) {
            return position.aside() == null ? afterRead(file, position, outbox) : Next.NOTHING;
        }
        return read(file, outbox);
    }

    /** The rows are committed by now: the runtime commits what was read before it asks for more. */
    private Next afterRead(InputFile file, FilePosition done, Outbox outbox) throws IOException {
        return switch (tools.settings().afterRead()) {
            case KEEP -> Next.NOTHING;
            case ARCHIVE ->
                isIntervalSince(since) && done.size() > 0 ? intendToArchive(file, done, outbox) : Next.NOTHING;
            case REREAD -> isIntervalSince(finished) ? readAgain(file, done, outbox) : Next.NOTHING;
        };
    }

    private Next readAgain(InputFile file, FilePosition done, Outbox outbox) throws IOException {
        position = done.restarted(file.state(), Fingerprint.NONE);
        format = null;
        return read(file, outbox);
    }

    /**
     * The name is committed before the move, so that a process that dies between the move and the next commit leaves enough for its
     * successor to tell the file that was moved from a new one of the same name.
     */
    private Next intendToArchive(InputFile file, FilePosition done, Outbox outbox) {
        store(done.archivedAs(tools.archive().freeName(file.name())), outbox);
        return Next.AFTER_COMMIT;
    }

    private Next archive(InputFile file, FilePosition done, String name, Outbox outbox) throws IOException {
        boolean taken = tools.archive().has(name);
        if (taken && !done.file().equals(file.state().id())) {
            Next next = archived(done, file.path(), name, outbox);
            return next == Next.NOTHING ? read(file, outbox) : next;
        }
        boolean shallStay = tools.settings().afterRead() != AfterRead.ARCHIVE;
        if (shallStay || !done.isOf(file.state()) || !isAsRead(file, done)) {
            position = done.archivedAs(null);
            return read(file, outbox);
        }
        if (taken) {
            return intendToArchive(file, done, outbox);
        }
        tools.archive().take(file.path(), name);
        return archived(done, file.path(), name, outbox);
    }

    /** Its size and time tell nothing of what was written over it within a tick of the clock, which is seconds long on some shares. */
    private boolean isAsRead(InputFile file, FilePosition done) throws IOException {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            return tools.fingerprint().matches(done.check(), channel, done.offset());
        }
    }

    /** A writer may have appended between the look and the move: that is read where the file came from, if nothing new is there. */
    private Next archived(FilePosition done, Path path, String name, Outbox outbox) throws IOException {
        boolean grown = tools.archive().hasOtherSize(name, done.size());
        if (grown && tools.archive().giveBack(name, path)) {
            store(done.archivedAs(null), outbox);
            return Next.AFTER_COMMIT;
        }
        if (grown) {
            deadLetter(
                    done,
                    "grew while it moved to the archive: what follows byte " + done.size() + " of " + OneLine.of(name)
                            + " there was not read",
                    outbox);
        } else {
            outbox.event(name() + " was read, and is now in the archive as " + OneLine.of(name));
        }
        forget(outbox);
        return Next.NOTHING;
    }

    private Next read(InputFile file, Outbox outbox) throws IOException {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            boolean isAnother =
                    !FileState.of(file.path()).id().equals(file.state().id());
            if (isAnother) {
                return Next.NOTHING; // the one that was looked at may have been renamed, and comes before
            }
            FilePosition from = verified(file, channel, outbox);
            return from == null ? Next.NOTHING : read(file, channel, from, outbox);
        }
    }

    private Next read(InputFile file, FileChannel channel, FilePosition from, Outbox outbox) throws IOException {
        try {
            PartReader.Part part = tools.reader().read(file, channel, from, format, isIntervalSince(since), outbox);
            format = part.more() ? part.format() : null;
            verified = true;
            store(part.position(), outbox);
            finished = tools.nanoTime().getAsLong();
            return part.more() ? Next.MORE : Next.NOTHING;
        } catch (BadRow e) {
            setAside(file, channel, from, "has no usable header: " + e.reason(), outbox);
            return Next.NOTHING;
        }
    }

    /** {@return where to go on; null: nowhere for now} */
    private @Nullable FilePosition verified(InputFile file, FileChannel channel, Outbox outbox) throws IOException {
        FilePosition from = position;
        String nothing = tools.fingerprint().of(channel, 0);
        if (from == null) {
            return FilePosition.start(file.state(), nothing);
        }
        if (from.offset() == 0) {
            return from.aside() == null ? from.restarted(file.state(), nothing) : from;
        }
        if (!tools.fingerprint().matches(from.check(), channel, from.offset())) {
            return changed(file, channel, from, nothing, outbox);
        }
        doubtful = false;
        if (from.aside() != null) {
            outbox.event(name() + " is again as it was read before: going on at line " + (from.line() + 1));
        }
        return from;
    }

    /**
     * A file that is being copied over, or saved by an editor, may be empty for a moment and then be the same again, only longer. So a
     * change counts when it is still there after an interval. The copy of a large file takes longer: as long as less is there than was
     * read, and it still changes, it may become the same. That can't be told from a log that was truncated and grows on, so there is a limit.
     */
    private @Nullable FilePosition changed(
            InputFile file, FileChannel channel, FilePosition from, String nothing, Outbox outbox) throws IOException {
        boolean expected = Change.isExpected(tools.settings(), file.state(), from);
        boolean mayGrow =
                file.state().size() < from.offset() && !isIntervalSince(since) && !isDoubtfulFor(LONGEST_COPY);
        if (!expected && (!isDoubtfulFor(1) || mayGrow)) {
            store(from.unsure(), outbox);
            return null;
        }
        doubtful = false;
        String change = Change.describe(file.state(), from);
        if (!expected && tools.settings().onChange() == OnChange.DEAD_LETTER) {
            setAside(file, channel, from, change, outbox);
            return null;
        }
        outbox.event(name() + ' ' + change + ": it is read from its start");
        format = null;
        return from.restarted(file.state(), nothing);
    }

    private boolean isDoubtfulFor(int intervals) {
        if (!doubtful) {
            doubtful = true;
            doubtfulSince = tools.nanoTime().getAsLong();
        }
        return isSince(doubtfulSince, intervals);
    }

    private void setAside(InputFile file, FileChannel channel, FilePosition from, String reason, Outbox outbox)
            throws IOException {
        boolean known = isKnown(file, channel, from);
        String content = tools.fingerprint().of(channel, file.state().size());
        if (!known) {
            deadLetter(from, reason + ": it is set aside", outbox);
        }
        format = null;
        verified = true;
        store(from.setAside(file.state(), content, reason, known ? 0 : 1), outbox);
    }

    /**
     * One dead letter for each file set aside, not one for each look at it or for each row that it grows by. But whoever writes another one
     * over it, into the same file, is told of that as well.
     */
    private boolean isKnown(InputFile file, FileChannel channel, FilePosition from) throws IOException {
        String content = from.asideCheck();
        return from.aside() != null
                && from.file().equals(file.state().id())
                && from.size() <= file.state().size()
                && (content == null || tools.fingerprint().matches(content, channel, from.size()));
    }

    private void deadLetter(FilePosition from, String reason, Outbox outbox) {
        outbox.deadLetter(name() + ':' + (from.line() + 1), "the file " + reason, key.getBytes(StandardCharsets.UTF_8));
        outbox.event(name() + ' ' + reason);
    }

    private void store(FilePosition read, Outbox outbox) {
        FilePosition next = read.on(tools.host());
        byte[] bytes = next.write();
        if (!Arrays.equals(bytes, stored)) {
            outbox.position(key, bytes);
        }
        position = next;
        stored = bytes;
    }

    /** What comes to this path next is a new file. */
    private void forget(Outbox outbox) {
        outbox.position(key, null);
        position = null;
        stored = null;
        format = null;
        verified = false;
        doubtful = false;
    }

    private String name() {
        return OneLine.of(key);
    }
}
