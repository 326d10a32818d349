package org.relais.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Another process that holds the lock of a file. */
final class LockHolder implements AutoCloseable {

    private final Process process;

    private LockHolder(Process process) {
        this.process = process;
    }

    static LockHolder start(Path folder, String filename) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        folder.toString(),
                        filename)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int locked = process.getInputStream().read();
        if (locked != '+') {
            throw new IllegalStateException("the other process did not get the lock");
        }
        return new LockHolder(process);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the other process does not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Locks, says so, and waits to be killed or for its parent to end. */
    public static void main(String[] args) throws IOException {
        try (FileSink sink = new FileSink(new FileSettings(Path.of(args[0]), args[1]))) {
            System.out.print(sink.acquire() ? '+' : '-');
            System.out.flush();
            while (System.in.read() >= 0) {}
        }
    }
}
