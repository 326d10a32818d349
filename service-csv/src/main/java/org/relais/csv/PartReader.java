package org.relais.csv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.relais.messages.FormationRequest;
import org.relais.messages.OneLine;
import org.relais.messages.Topics;
import org.relais.runtime.Outbox;
import org.relais.runtime.RejectedException;
import org.relais.runtime.RetryableException;

/** Reads the next part of a file: as much as goes into one transaction. One buffer for all files. Not thread-safe. */
final class PartReader {

    /** How many bytes are read at once. */
    static final int CHUNK = 128 * 1024;

    /** So that a huge file without rows does not keep the transaction, and whoever wants to stop, waiting. */
    private static final long MOST_BYTES = 16L << 20;

    private final CsvSettings settings;
    private final Fingerprint fingerprint;
    private final Window window;

    private String origin = "";
    private long line;
    private long rows;
    private long rejected;
    private boolean skipping;

    /**
     * What was read.
     *
     * @param position how far it goes
     * @param format what the header told; null: there is no complete header yet
     * @param more whether there is more to read right now
     */
    record Part(FilePosition position, @Nullable Format format, boolean more) {}

    PartReader(CsvSettings settings, Fingerprint fingerprint, int chunk) {
        this.settings = settings;
        this.fingerprint = fingerprint;
        this.window = new Window(settings.maxRecordBytes() + Splitter.MARGIN, chunk);
    }

    /**
     * Reads from a position on. Where nothing follows it the header is not asked for: the settings may have changed since it was
     * understood, and what was read with the earlier ones stays read.
     *
     * @param file what is read, up to the size that it had when it was looked at
     * @param channel the same, open
     * @param start the position
     * @param known what the header told, when it was read before
     * @param settled whether the file has not changed for one interval, so that its last line counts as it is
     * @param outbox takes the rows
     * @throws BadRow if the header can't be used
     */
    Part read(
            InputFile file,
            FileChannel channel,
            FilePosition start,
            @Nullable Format known,
            boolean settled,
            Outbox outbox)
            throws IOException, BadRow {
        if (start.offset() > 0 && start.offset() == file.state().size()) {
            return new Part(start.atEnd(file.state(), start.skipping() && !settled), known, false);
        }
        Format format = known != null ? known : header(channel, file, start, settled);
        if (format == null) {
            boolean done = settled || file.state().size() == 0;
            return new Part(start.waiting(file.state(), done), null, false);
        }
        take(file, start, format);
        boolean more = rows(channel, format, settled, outbox);
        boolean atEnd = window.offset() == file.state().size();
        FilePosition end = position(file, start, channel, window.offset(), atEnd && !skipping);
        return new Part(end, format, more && !atEnd);
    }

    /** The header of a file that was read before lies before its position, and ends there at the latest. */
    private @Nullable Format header(FileChannel channel, InputFile file, FilePosition start, boolean settled)
            throws IOException, BadRow {
        boolean again = start.offset() > 0;
        long limit = again ? start.offset() : file.state().size();
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(Encoding.LONGEST_MARK, limit));
        channel.read(head, 0);
        if (head.position() < Encoding.LONGEST_MARK && !again && !settled) {
            return null;
        }
        byte[] beginning = Arrays.copyOf(head.array(), head.position());
        Foreign.refuse(beginning);
        Encoding encoding = Encoding.of(settings, beginning);
        window.open(encoding.mark(), limit);
        return header(channel, encoding, again || settled);
    }

    private @Nullable Format header(FileChannel channel, Encoding encoding, boolean settled)
            throws IOException, BadRow {
        line = 0;
        Splitter splitter = firstRecord(channel, encoding, settled);
        if (splitter == null) {
            return null;
        }
        Character declared = Rows.declaredDelimiter(text(splitter, encoding));
        if (declared == null) {
            return format(splitter, encoding);
        }
        advance(splitter);
        Encoding own = encoding.dividedBy(declared);
        Splitter header = firstRecord(channel, own, settled);
        return header == null ? null : format(header, own);
    }

    private Format format(Splitter header, Encoding encoding) throws BadRow {
        Rows below = Rows.below(text(header, encoding), encoding.separator(), encoding.quote());
        advance(header);
        return new Format(encoding, header, below, window.offset(), line);
    }

    /** {@return what found the first record that is not blank; null: it is not complete yet} */
    private @Nullable Splitter firstRecord(FileChannel channel, Encoding encoding, boolean settled)
            throws IOException, BadRow {
        Splitter splitter = new Splitter(encoding, settings.maxRecordBytes());
        long begin = window.offset();
        while (true) {
            switch (find(splitter, settled)) {
                case RECORD -> {
                    return splitter;
                }
                case BLANK -> passBlank(splitter, begin);
                case MALFORMED, TOO_LONG -> throw new BadRow(splitter.problem());
                case INCOMPLETE -> {
                    if (!window.fill(channel)) {
                        return null;
                    }
                }
            }
        }
    }

    /** Nobody who wants to stop, and no transaction, can wait for the end of a huge file of nothing else. */
    private void passBlank(Splitter splitter, long begin) throws BadRow {
        advance(splitter);
        if (window.offset() - begin > settings.maxRecordBytes()) {
            throw new BadRow("more than " + settings.maxRecordBytes() + " bytes of empty lines come before it");
        }
    }

    /** Behind a header that was read just now the window stands already, and still has it for {@link #isAsRead}. */
    private void take(InputFile file, FilePosition start, Format format) {
        boolean fromHeader = start.offset() == 0;
        if (!fromHeader) {
            window.open(start.offset(), file.state().size());
        }
        origin = OneLine.of(file.key()) + ':';
        line = fromHeader ? format.lines() : start.line();
        rows = 0;
        rejected = 0;
        skipping = start.skipping();
    }

    /** {@return whether it stopped before the end of the file} */
    private boolean rows(FileChannel channel, Format format, boolean settled, Outbox outbox) throws IOException {
        long begin = window.offset();
        while (!outbox.isFull() && window.offset() - begin < MOST_BYTES) {
            if (!next(format, settled, outbox) && !fill(channel, begin)) {
                return false;
            }
        }
        return true;
    }

    /** What was read before a failure counts; the next time it fails at once. */
    private boolean fill(FileChannel channel, long begin) throws IOException {
        try {
            return window.fill(channel);
        } catch (IOException e) {
            if (window.offset() == begin) {
                throw e;
            }
            return false;
        }
    }

    /** {@return false if that takes more bytes than the window has} */
    private boolean next(Format format, boolean settled, Outbox outbox) {
        Splitter splitter = format.splitter();
        if (skipping) {
            return skip(splitter, settled);
        }
        switch (find(splitter, settled)) {
            case RECORD -> row(format, outbox);
            case BLANK -> {}
            case MALFORMED -> reject(splitter, splitter.problem(), outbox);
            case TOO_LONG -> {
                reject(splitter, splitter.problem(), outbox);
                skipping = true;
            }
            case INCOMPLETE -> {
                return false;
            }
        }
        advance(splitter);
        return true;
    }

    private boolean skip(Splitter splitter, boolean settled) {
        boolean ended = splitter.skip(window.bytes(), window.from(), window.to(), settled && window.isLast());
        advance(splitter);
        skipping = !ended;
        return ended;
    }

    private Splitter.Found find(Splitter splitter, boolean settled) {
        return splitter.find(window.bytes(), window.from(), window.to(), settled && window.isLast());
    }

    private void advance(Splitter splitter) {
        line += splitter.lines();
        window.advanceTo(splitter.next());
    }

    private void row(Format format, Outbox outbox) {
        try {
            FormationRequest request = format.rows().request(text(format.splitter(), format.encoding()));
            outbox.send(Topics.ROUTER, request);
            rows++;
        } catch (BadRow e) {
            reject(format.splitter(), e.reason(), outbox);
        } catch (RejectedException e) {
            reject(format.splitter(), String.valueOf(e.getMessage()), outbox);
        }
    }

    private void reject(Splitter splitter, String reason, Outbox outbox) {
        byte[] bytes = Arrays.copyOfRange(window.bytes(), window.from(), splitter.contentEnd());
        outbox.deadLetter(origin + (line + 1), reason, bytes);
        rejected++;
    }

    private String text(Splitter splitter, Encoding encoding) throws BadRow {
        return Text.decode(window.bytes(), window.from(), splitter.contentEnd(), encoding.charset());
    }

    private FilePosition position(InputFile file, FilePosition start, FileChannel channel, long offset, boolean done) {
        FileState state = file.state();
        return new FilePosition(
                state.id(),
                offset,
                line,
                start.rows() + rows,
                start.rejected() + rejected,
                offset == start.offset() ? start.check() : check(file, start, channel, offset),
                state.size(),
                state.modified(),
                done,
                skipping,
                null,
                null,
                null,
                start.host());
    }

    /** Without it the rows can't be committed: they would be sent again. */
    private String check(InputFile file, FilePosition start, FileChannel channel, long offset) {
        try {
            String check = fingerprint.of(channel, offset);
            if (check.equals(Fingerprint.NONE) || !isAsRead(start, channel)) {
                throw new RetryableException(Shown.text(file.path()) + " was written over while it was read");
            }
            return check;
        } catch (IOException e) {
            throw new RetryableException(Shown.text(file.path()) + " can't be read: " + Shown.text(e), e);
        }
    }

    /**
     * Asked after the check value was made: one of what took the place of the rows would say that those were read, and they would
     * never be sent.
     */
    private boolean isAsRead(FilePosition start, FileChannel channel) throws IOException {
        boolean isSameBefore = start.offset() == 0 || fingerprint.matches(start.check(), channel, start.offset());
        return isSameBefore && window.isStillThere(channel);
    }
}
