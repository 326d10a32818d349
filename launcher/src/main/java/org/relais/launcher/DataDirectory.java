package org.relais.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where everything of one running production lives: the CSV folder, the output folder, the broker, the database and the
 * logs. While it is open it belongs to this launcher alone; the operating system gives the lock back even after SIGKILL.
 * Immutable but for the lock; threads may share it.
 */
public final class DataDirectory implements AutoCloseable {
    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Makes the folders that are missing and takes the lock.
     *
     * @throws DataDirectoryInUse if another launcher holds it
     * @throws IOException if the folder can't be made or written
     */
    public static DataDirectory open(Path directory) throws IOException {
        Path root =
                Files.createDirectories(directory.toAbsolutePath().normalize()).toRealPath();
        DataDirectory opened = new DataDirectory(root, lock(root));
        for (Path folder : new Path[] {opened.in(), opened.out(), opened.logs()}) Files.createDirectories(folder);
        return opened;
    }

    private static FileChannel lock(Path root) throws IOException {
        Path file = root.resolve("launcher.lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!tryLock(channel)) {
            String holder = Files.readString(file).strip();
            channel.close();
            throw new DataDirectoryInUse(root, holder);
        }
        channel.truncate(0).write(ByteBuffer.wrap(ownPid().getBytes(StandardCharsets.US_ASCII)), 0);
        return channel;
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    private static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    /** The folder itself, absolute and without symbolic links. */
    public Path root() {
        return root;
    }

    /** The folder that service-csv watches. */
    public Path in() {
        return root.resolve("in");
    }

    /** The folder that file-operation writes to. */
    public Path out() {
        return root.resolve("out");
    }

    /** The broker's log segments; made by the broker at its first start. */
    public Path kafka() {
        return root.resolve("kafka");
    }

    /** The database cluster; made by {@code initdb} at the first start. */
    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** The log of the child of that name. */
    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    /** The description of what runs here, see {@link RunInfo}. */
    public Path runFile() {
        return root.resolve("run.json");
    }

    /** Gives the folder back. The file of the lock stays: removing it would let two starts lock two files. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
