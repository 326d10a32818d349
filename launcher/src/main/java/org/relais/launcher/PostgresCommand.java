package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How a program of PostgreSQL is called. It refuses to run as root, so root calls it in a user namespace of its own. */
final class PostgresCommand {
    private static final String[] NAMESPACE = {"unshare", "--user"};

    private PostgresCommand() {}

    /** The program and what must stand before it; arguments may be added. */
    static List<String> of(Path binaries, String program) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) command.addAll(namespace());
        command.add(binaries.resolve("bin").resolve(program).toString());
        return command;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static List<String> namespace() throws IOException {
        if (!works("unshare", "--user", "true")) {
            throw new IOException("PostgreSQL does not run as root, and there are no user namespaces here to run it in:"
                    + " start relais as another user");
        }
        return List.of(NAMESPACE);
    }

    private static boolean works(String... command) throws IOException {
        if (!ChildProcess.isOnPath(command[0])) return false;
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
