package org.relais.csv;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is there to be read.
 *
 * @param path where the folder has it
 * @param key its canonical path: what its position is stored under
 * @param state what the look at it told
 */
record InputFile(Path path, String key, FileState state) {

    /** {@return whether it is the file that an earlier look found under this path} */
    boolean isSame(@Nullable InputFile earlier) {
        return earlier != null && earlier.state().id().equals(state.id());
    }

    String name() {
        return path.getFileName().toString();
    }
}
