package org.relais.endtoend.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system of the test's own. */
final class Mount implements AutoCloseable {
    private final Path folder;

    private Mount(Path folder) {
        this.folder = folder;
    }

    /** One in memory, of this size, in the words of mount. */
    static Mount memory(Path folder, String size) throws IOException {
        Files.createDirectory(folder);
        Command.run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
        return new Mount(folder);
    }

    /** The one in this image. */
    static Mount image(Path image, Path folder) throws IOException {
        Files.createDirectories(folder);
        Command.run("mount", "-o", "loop", image.toString(), folder.toString());
        return new Mount(folder);
    }

    /** Gives a file system in memory another size. */
    void resize(String size) throws IOException {
        Command.run("mount", "-o", "remount,size=" + size, folder.toString());
    }

    /** Also where something still has a file of it open. */
    @Override
    public void close() throws IOException {
        Command.run("umount", "--lazy", folder.toString());
    }
}
