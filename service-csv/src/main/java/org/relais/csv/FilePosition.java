package org.relais.csv;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a file has been read: what commits together with its rows. Immutable.
 *
 * @param file which file it was: {@link FileState#id}
 * @param offset how many bytes are done with
 * @param line how many line ends are among them
 * @param rows how many rows were sent from this path, ever
 * @param rejected how many dead letters there were from this path, ever
 * @param check the check value of what lies before the offset: {@link Fingerprint}
 * @param size the file's size when it was read last
 * @param modified its time of change then, in nanoseconds since 1970
 * @param done whether nothing of that size is left to do, also because the file is set aside
 * @param skipping whether the offset is inside a line that was too long and is skipped
 * @param aside why the file is not read; null: it is
 * @param asideCheck the check value of what the file had when it was set aside, up to {@code size}; null: it is not, or an earlier version
 *     did that
 * @param archive the name in the archive under which it is about to be moved; null: it is not
 * @param host where it was read: {@link Host#NAME}; null: that is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FilePosition(
        String file,
        long offset,
        long line,
        long rows,
        long rejected,
        String check,
        long size,
        long modified,
        boolean done,
        boolean skipping,
        @Nullable String aside,
        @Nullable String asideCheck,
        @Nullable String archive,
        @Nullable String host) {

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /** Checks that it is a position at all. */
    FilePosition {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(check, "check");
        if (offset < 0) {
            throw new IllegalArgumentException("offset: expected 0 or more, not " + offset);
        }
    }

    /**
     * {@return the start of a file}
     *
     * @param state the file's
     * @param check the check value of nothing
     */
    static FilePosition start(FileState state, String check) {
        return new FilePosition(
                state.id(), 0, 0, 0, 0, check, state.size(), state.modified(), false, false, null, null, null, null);
    }

    /** @throws IOException if it is no position */
    static FilePosition read(byte[] json) throws IOException {
        FilePosition position = JSON.readValue(json, FilePosition.class);
        if (position == null) {
            throw new IOException("it is null");
        }
        return position;
    }

    byte[] write() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers is always JSON", e);
        }
    }

    /** {@return whether the file has not changed since} */
    boolean isOf(FileState state) {
        return file.equals(state.id()) && size == state.size() && modified == state.modified();
    }

    /** {@return the start of the file again; what was counted stays} */
    FilePosition restarted(FileState state, String check) {
        return new FilePosition(
                state.id(),
                0,
                0,
                rows,
                rejected,
                check,
                state.size(),
                state.modified(),
                false,
                false,
                null,
                null,
                null,
                host);
    }

    /**
     * {@return the same position in a file that has no complete header yet}
     *
     * @param state the file's
     * @param enough whether it is finished all the same: then it is not what was set aside, which had more
     */
    FilePosition waiting(FileState state, boolean enough) {
        if (aside != null && !enough) {
            return unsure();
        }
        return new FilePosition(
                state.id(),
                offset,
                line,
                rows,
                rejected,
                check,
                state.size(),
                state.modified(),
                enough,
                skipping,
                null,
                null,
                null,
                host);
    }

    /** {@return the same position in a file that ends there} */
    FilePosition atEnd(FileState state, boolean isLineOpen) {
        return new FilePosition(
                state.id(),
                offset,
                line,
                rows,
                rejected,
                check,
                state.size(),
                state.modified(),
                !isLineOpen,
                isLineOpen,
                null,
                null,
                null,
                host);
    }

    /** {@return the same position in a file that has changed: whether for good, is not clear yet} */
    FilePosition unsure() {
        return new FilePosition(
                file,
                offset,
                line,
                rows,
                rejected,
                check,
                size,
                modified,
                false,
                skipping,
                aside,
                asideCheck,
                null,
                host);
    }

    /**
     * {@return the position of a file that is not read}
     *
     * @param state the file's
     * @param content the check value of all that it has
     * @param reason why it is not read
     * @param deadLetters how many there were for that: 1 or none
     */
    FilePosition setAside(FileState state, String content, String reason, int deadLetters) {
        return new FilePosition(
                state.id(),
                offset,
                line,
                rows,
                rejected + deadLetters,
                check,
                state.size(),
                state.modified(),
                true,
                skipping,
                reason,
                content,
                null,
                host);
    }

    /** {@return the same position, of a file that is about to be moved} */
    FilePosition archivedAs(@Nullable String name) {
        return new FilePosition(
                file,
                offset,
                line,
                rows,
                rejected,
                check,
                size,
                modified,
                done,
                skipping,
                aside,
                asideCheck,
                name,
                host);
    }

    /** {@return the same position, read on this host} */
    FilePosition on(String name) {
        return new FilePosition(
                file,
                offset,
                line,
                rows,
                rejected,
                check,
                size,
                modified,
                done,
                skipping,
                aside,
                asideCheck,
                archive,
                name);
    }
}
