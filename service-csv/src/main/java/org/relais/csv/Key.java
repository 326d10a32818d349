package org.relais.csv;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a file's position is stored under: its canonical path as text. */
final class Key {

    private Key() {}

    /**
     * {@return the key of a file; null: it has none, since its name is no text in this machine's charset, so that another file may look the
     * same}
     *
     * @param real its canonical path
     */
    static @Nullable String of(Path real) {
        String key = real.toString();
        return real.equals(path(key)) ? key : null;
    }

    /** {@return the path that a key, or a name, stands for; null: none on this machine, which may have another charset than where it is from} */
    static @Nullable Path path(String key) {
        try {
            return Path.of(key);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
