package org.relais.csv;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.relais.runtime.RetryableException;

/** The folder that files are read from. A missing folder is an empty one. */
final class InputFolder {

    /** What Java takes the bytes of a file's name for. */
    static final String CHARSET = System.getProperty("sun.jnu.encoding", "");

    private static final String ARCHIVE = "archive";
    private static final String GLOB = "*?[{\\";

    /** So many links that lead to nothing yet are followed, one after the other, as Linux does. */
    private static final int MOST_LINKS = 40;

    /** Two names that are no text may look the same. */
    private static final Comparator<Path> BY_NAME = Comparator.comparing(
                    (Path entry) -> entry.getFileName().toString())
            .thenComparing(Comparator.naturalOrder());

    private final Path path;
    private final String filename;
    private final boolean isGlob;
    private final PathMatcher matcher;

    InputFolder(Path path, String filename) {
        this.path = path;
        this.filename = filename;
        this.isGlob = filename.chars().anyMatch(character -> GLOB.indexOf(character) >= 0);
        this.matcher = path.getFileSystem().getPathMatcher("glob:" + filename);
    }

    /** {@return the folder's canonical path and what is read in it} */
    String identity() {
        return canonical(path) + '/' + filename;
    }

    Path archive() {
        return path.resolve(ARCHIVE);
    }

    /** {@return the matching paths in the order of their names, whether they can be read or not} */
    List<Path> list() {
        if (!isGlob) {
            return List.of(path.resolve(filename));
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, this::matches)) {
            return inOrder(entries);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw new RetryableException("the folder " + Shown.text(path) + " can't be listed: " + Shown.text(e), e);
        }
    }

    /** @throws IOException if the folder can't be read to its end */
    static List<Path> inOrder(DirectoryStream<Path> entries) throws IOException {
        List<Path> inOrder = new ArrayList<>();
        try {
            entries.forEach(inOrder::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        inOrder.sort(BY_NAME);
        return inOrder;
    }

    /** As in a shell, a glob does not match hidden files unless it says so: those are often others' unfinished ones. */
    private boolean matches(Path entry) {
        Path name = entry.getFileName();
        return matcher.matches(name)
                && (filename.startsWith(".") || !name.toString().startsWith("."));
    }

    private static String canonical(Path folder) {
        try {
            return real(folder.toAbsolutePath().normalize(), MOST_LINKS).toString();
        } catch (IOException e) {
            throw new RetryableException(
                    "the folder " + Shown.text(folder) + " can't be resolved: " + Shown.text(e), e);
        }
    }

    /** Of a folder that is not there yet what is there of its path: it has the same identity when it has come. */
    private static Path real(Path path, int links) throws IOException {
        Path parent = path.getParent();
        if (parent == null || Files.exists(path)) {
            return path.toRealPath();
        }
        if (links > 0 && Files.isSymbolicLink(path)) {
            return real(
                    parent.toRealPath().resolve(Files.readSymbolicLink(path)).normalize(), links - 1);
        }
        return real(parent, links).resolve(path.getFileName());
    }
}
