package org.relais.csv;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The folder that finished files move to. */
final class Archive {

    private final Path folder;

    Archive(Path folder) {
        this.folder = folder;
    }

    /** {@return a name that no archived file has: the file's, or with a number before its extension} */
    String freeName(String name) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String extension = dot > 0 ? name.substring(dot) : "";
        String free = name;
        for (int number = 2; has(free); number++) {
            free = stem + '-' + number + extension;
        }
        return free;
    }

    boolean has(String name) {
        return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** {@return whether a file that was about to be moved here is here: one that stood beside this folder, or was a link there} */
    boolean took(String key, FilePosition position) {
        String name = position.archive();
        return name != null && has(name) && (isBeside(key) || isFile(name, position.file()));
    }

    private boolean isBeside(String key) {
        Path path = Key.path(key);
        try {
            Path input = folder.toAbsolutePath().getParent();
            return path != null && input != null && input.toRealPath().equals(path.getParent());
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isFile(String name, String id) {
        try {
            return FileState.of(file(name)).id().equals(id);
        } catch (IOException e) {
            return false;
        }
    }

    void take(Path file, String name) throws IOException {
        Files.createDirectories(folder);
        Files.move(file, folder.resolve(name));
    }

    /** {@return whether an archived file has another size; what a link led to and is gone has none} */
    boolean hasOtherSize(String name, long size) throws IOException {
        try {
            return Files.size(file(name)) != size;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** A relative link leads to another file from here, or to none: what counts is where it led before it moved. */
    private Path file(String name) throws IOException {
        Path moved = folder.resolve(name);
        return Files.isSymbolicLink(moved) ? folder.resolveSibling(Files.readSymbolicLink(moved)) : moved;
    }

    /** {@return whether the file is back: not if another one has its name by now} */
    boolean giveBack(String name, Path file) throws IOException {
        try {
            Files.move(folder.resolve(name), file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
