package org.relais.csv;

import java.nio.file.Path;

/**
 * A file that is there to be read.
 *
 * @param path where the folder has it
 * @param key its canonical path: what its position is stored under
 * @param state what the look at it told
 */
record InputFile(Path path, String key, FileState state) {

    String name() {
        return path.getFileName().toString();
    }
}
