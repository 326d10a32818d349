package org.relais.csv;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.relais.runtime.Outbox;

/** One path that files are read from, and how far. Not thread-safe. */
final class TrackedFile {

    private final Tools tools;
    private final String key;
    private @Nullable FilePosition position;
    private byte @Nullable [] stored;

    /** What the last look saw, and since when it has been so: nothing after a start, when nobody has looked. */
    private @Nullable FileState seen;

    private long since;

    private @Nullable Format format;
    private boolean verified;
    private boolean troubled;
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

    /**
     * Does what there is to do for a file at this path.
     *
     * @return whether there may be more right now
     */
    boolean look(InputFile file, Outbox outbox) {
        observe(file.state());
        try {
            boolean more = step(file, outbox);
            troubled = false;
            return more;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            if (!troubled) {
                outbox.event(name() + " can't be read, and is tried again: " + Shown.text(e));
            }
            troubled = true;
            return false;
        }
    }

    /** Ends what an earlier process began: the file is in the archive already. {@return whether it was so} */
    boolean forgetIfArchived(Outbox outbox) {
        boolean archived = position != null
                && position.archive() != null
                && tools.archive().has(position.archive());
        if (archived) {
            forget(outbox);
        }
        return archived;
    }

    private void observe(FileState state) {
        if (!state.equals(seen)) {
            seen = state;
            since = tools.nanoTime().getAsLong();
        }
    }

    /** Nearly an interval: who calls a millisecond early shall not wait for another one. */
    private boolean isIntervalSince(long start) {
        return tools.nanoTime().getAsLong() - start
                >= tools.settings().callInterval().toNanos() / 10 * 9;
    }

    private boolean step(InputFile file, Outbox outbox) throws IOException {
        if (position != null && position.archive() != null) {
            return archive(file, position, position.archive(), outbox);
        }
        if (position != null && verified && position.done() && position.isOf(file.state())) {
            return position.aside() == null && afterRead(file, position, outbox);
        }
        return read(file, outbox);
    }

    /** The rows are committed by now: the runtime commits what was read before it asks for more. */
    private boolean afterRead(InputFile file, FilePosition done, Outbox outbox) throws IOException {
        return switch (tools.settings().afterRead()) {
            case KEEP -> false;
            case ARCHIVE -> {
                if (!isIntervalSince(since) || done.size() == 0) {
                    yield false;
                }
                store(done.archivedAs(tools.archive().freeName(file.name())), outbox);
                yield true;
            }
            case REREAD -> {
                if (!isIntervalSince(finished)) {
                    yield false;
                }
                position = done.restarted(file.state(), Fingerprint.NONE);
                format = null;
                yield read(file, outbox);
            }
        };
    }

    /**
     * Moves a file. Its intended name was committed before, so that a process that died between the move and the next commit
     * leaves enough for its successor to tell the file that was moved from a new one of the same name.
     */
    private boolean archive(InputFile file, FilePosition done, String name, Outbox outbox) throws IOException {
        boolean taken = tools.archive().has(name);
        if (taken && !done.file().equals(file.state().id())) {
            forget(outbox);
            return read(file, outbox);
        }
        if (!done.isOf(file.state())) {
            position = done.archivedAs(null);
            verified = false;
            return read(file, outbox);
        }
        if (taken) {
            store(done.archivedAs(tools.archive().freeName(file.name())), outbox);
            return true;
        }
        tools.archive().take(file.path(), name);
        return moved(file, done, name, outbox);
    }

    private boolean moved(InputFile file, FilePosition done, String name, Outbox outbox) throws IOException {
        if (tools.archive().size(name) == done.size()) {
            forget(outbox);
            return false;
        }
        if (tools.archive().giveBack(name, file.path())) {
            store(done.archivedAs(null), outbox);
            return true;
        }
        String problem = "was appended to while it moved to the archive: what follows byte " + done.size() + " of "
                + Shown.clean(name) + " was not read";
        deadLetter(done, problem, outbox);
        forget(outbox);
        return true;
    }

    private boolean read(InputFile file, Outbox outbox) throws IOException {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            FilePosition from = verified(file, channel, outbox);
            return from != null && read(file, channel, from, outbox);
        }
    }

    private boolean read(InputFile file, FileChannel channel, FilePosition from, Outbox outbox) throws IOException {
        try {
            PartReader.Part part = tools.reader().read(file, channel, from, format, isIntervalSince(since), outbox);
            format = part.format();
            verified = true;
            store(part.position(), outbox);
            finished = tools.nanoTime().getAsLong();
            return part.more();
        } catch (BadRow e) {
            setAside(file, from, "has no usable header: " + e.reason(), outbox);
            return false;
        }
    }

    /** {@return where to go on; null: the file is set aside} */
    private @Nullable FilePosition verified(InputFile file, FileChannel channel, Outbox outbox) throws IOException {
        FilePosition from = position;
        String nothing = tools.fingerprint().of(channel, 0);
        if (from == null) {
            return FilePosition.start(file.state(), nothing);
        }
        if (from.offset() == 0) {
            return from.aside() == null ? from.restarted(file.state(), nothing) : from;
        }
        if (tools.fingerprint().matches(from.check(), channel, from.offset())) {
            if (from.aside() != null) {
                outbox.event(name() + " is again as it was read before: going on at line " + (from.line() + 1));
            }
            return from;
        }
        String change = change(file.state(), from);
        if (!isReadAgain(file.state(), from)) {
            setAside(file, from, change, outbox);
            return null;
        }
        outbox.event(name() + ' ' + change + ": it is read from its start");
        format = null;
        return from.restarted(file.state(), nothing);
    }

    /** To someone who archives, a finished file that another one replaced was simply taken away. */
    private boolean isReadAgain(FileState state, FilePosition from) {
        boolean isNext = from.done() && from.aside() == null && !from.file().equals(state.id());
        return tools.settings().onChange() == OnChange.RESTART
                || tools.settings().afterRead() == AfterRead.REREAD
                || (tools.settings().afterRead() == AfterRead.ARCHIVE && isNext);
    }

    private static String change(FileState state, FilePosition from) {
        String what = state.size() < from.offset()
                ? "was truncated"
                : from.file().equals(state.id()) ? "was edited" : "was replaced";
        return what + " before byte " + from.offset() + ", up to which it was read";
    }

    /** One dead letter for each file set aside, not one for each look at it or for each row that it grows by. */
    private void setAside(InputFile file, FilePosition from, String reason, Outbox outbox) {
        boolean known = from.aside() != null
                && from.file().equals(file.state().id())
                && from.size() <= file.state().size();
        if (!known) {
            deadLetter(from, reason + ": it is set aside", outbox);
        }
        format = null;
        verified = true;
        store(from.setAside(file.state(), reason, known ? 0 : 1), outbox);
    }

    private void deadLetter(FilePosition from, String reason, Outbox outbox) {
        outbox.deadLetter(name() + ':' + (from.line() + 1), "the file " + reason, key.getBytes(StandardCharsets.UTF_8));
        outbox.event(name() + ' ' + reason);
    }

    private void store(FilePosition next, Outbox outbox) {
        byte[] bytes = next.write();
        if (!Arrays.equals(bytes, stored)) {
            outbox.position(key, bytes);
        }
        position = next;
        stored = bytes;
    }

    /** {@return how far it was read; what comes to this path next is a new file} */
    @Nullable
    FilePosition forget(Outbox outbox) {
        FilePosition last = position;
        outbox.position(key, null);
        position = null;
        stored = null;
        format = null;
        verified = false;
        return last;
    }

    private String name() {
        return Shown.clean(key);
    }
}
