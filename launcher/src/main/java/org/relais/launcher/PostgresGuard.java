package org.relais.launcher;

import java.io.IOException;
import java.util.List;

/**
 * Ends PostgreSQL when the launcher is gone, however that ended. A child JVM can watch its parent by itself, a postmaster
 * can't: so a shell waits on a pipe that only the launcher holds open, and stops the postmaster when it closes.
 */
final class PostgresGuard implements AutoCloseable {
    private final Process shell;

    private PostgresGuard(Process shell) {
        this.shell = shell;
    }

    static PostgresGuard of(long postmaster) throws IOException {
        List<String> command = ChildProcess.detached(List.of("sh", "-c", "read -r _; kill -INT " + postmaster));
        return new PostgresGuard(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Lets the postmaster go: its process id may soon be another's. */
    @Override
    public void close() {
        shell.destroyForcibly();
    }
}
