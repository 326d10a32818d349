package org.relais.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relais.runtime.HaltException;

/**
 * The file that lines go to and what belongs to it, side by side in one folder.
 *
 * @param file absolute
 */
record Place(Path file) {

    /** {@return what holds the batch that is being appended} */
    Path journal() {
        return beside("journal");
    }

    /** {@return what is locked as long as someone writes: not the file itself, which may be renamed and made anew} */
    Path lock() {
        return beside("lock");
    }

    /**
     * {@return what a person makes to say that the file is right as it is now}
     *
     * @param sequence of the last committed batch
     */
    Path acceptance(long sequence) {
        return beside("accept-" + sequence);
    }

    /** {@return what the file is at this moment; empty if it is missing} */
    Optional<Status> status() throws IOException {
        return status(file);
    }

    /** {@return where in the folder the file with this inode is now} */
    Optional<Path> find(long inode) throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return find(inode, files);
        }
    }

    /** @throws IOException if the folder can't be read to its end */
    static Optional<Path> find(long inode, Stream<Path> files) throws IOException {
        try {
            for (Path candidate : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(candidate, NOFOLLOW_LINKS) && inodeOf(candidate) == inode) {
                    return Optional.of(candidate);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return Optional.empty();
    }

    /** Makes the folder durably, if it is missing. */
    void makeFolder() throws IOException {
        makeFolder(folder());
    }

    /** Makes it durable that files were made in the folder. */
    void forceFolder() throws IOException {
        Channels.forceFolder(folder());
    }

    private Path folder() {
        return parentOf(file);
    }

    private Path beside(String suffix) {
        return file.resolveSibling("." + file.getFileName() + '.' + suffix);
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = parentOf(folder);
            makeFolder(parent);
            Files.createDirectory(folder);
            Channels.forceFolder(parent);
        }
    }

    private static Path parentOf(Path path) {
        @Nullable Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static long inodeOf(Path path) throws IOException {
        return status(path).map(Status::inode).orElse(-1L);
    }

    private static Optional<Status> status(Path path) throws IOException {
        try {
            Map<String, Object> attributes = Files.readAttributes(path, "unix:ino,size,isRegularFile", NOFOLLOW_LINKS);
            if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
                throw new HaltException(
                        path + " is not a plain file (a symbolic link, a folder, a pipe): take it away, or set"
                                + " another filename");
            }
            return Optional.of(new Status(number(attributes, "ino"), number(attributes, "size")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static long number(Map<String, Object> attributes, String name) {
        return ((Number) Objects.requireNonNull(attributes.get(name), name)).longValue();
    }

    /**
     * What a file is.
     *
     * @param inode which one
     * @param size in bytes
     */
    record Status(long inode, long size) {}
}
