package org.relais.launcher;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What service-csv keeps of a file, as far as the launcher reads it.
 *
 * @param file what tells the file that was read last from others, whatever its name is
 * @param rows rows sent from what was under this name, ever
 * @param done whether everything in the file was sent, as the service last saw it
 * @param size how many bytes it had then, if known
 * @param aside why the file is not read and stays where it is; null: it is read
 * @param archive the name under which it is about to be moved to the archive, or can't be; null: it is not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record FilePosition(
        @Nullable String file,
        long rows,
        boolean done,
        @Nullable Long size,
        @Nullable String aside,
        @Nullable String archive) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a record's value; one that is not JSON is another service's, and says nothing of rows. */
    static FilePosition of(byte[] json) {
        try {
            return JSON.readValue(json, FilePosition.class);
        } catch (IOException notOurs) {
            return new FilePosition(null, 0, true, null, null, null);
        }
    }

    /** Whether nothing is left to read of a file that has this size now. */
    boolean isDone(long sizeNow) {
        return done && (size == null || size == sizeNow);
    }
}
