package org.relais.file;

import java.nio.file.Files;
import java.nio.file.Path;
import org.relais.runtime.Setting;

/**
 * Where the lines go.
 *
 * @param path the folder; made if it is missing
 * @param filename the file in it
 */
record FileSettings(
        @Setting(description = "The folder of the file that lines are appended to", byDefault = "out")
        Path path,

        @Setting(description = "The file in that folder that lines are appended to", byDefault = "toto.csv")
        String filename) {

    /** Refuses a filename that leaves the folder. */
    FileSettings {
        if (!isPlain(filename)) {
            throw new IllegalArgumentException(
                    "filename must be the plain name of a file in path: no '/', no '\\', not '.' or '..', but it is '"
                            + filename + "'");
        }
        if (Files.isSymbolicLink(path.resolve(filename))) {
            throw new IllegalArgumentException(
                    "filename must not be a symbolic link, but " + path.resolve(filename) + " is one");
        }
    }

    /** {@return the whole path of the file, absolute} */
    Path file() {
        return path.toAbsolutePath().normalize().resolve(filename);
    }

    private static boolean isPlain(String name) {
        return !name.isBlank()
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(character -> character == '/' || character == '\\' || character < ' ');
    }
}
