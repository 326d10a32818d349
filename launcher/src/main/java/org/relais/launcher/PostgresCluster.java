package org.relais.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Makes a new database cluster with {@code initdb}: either all of it is there afterwards, or none. */
final class PostgresCluster {
    private final Path binaries;
    private final Path log;

    PostgresCluster(Path binaries, Path log) {
        this.binaries = binaries;
        this.log = log;
    }

    /** Makes it beside its place and moves it there when it is complete, so that a crash leaves no half of one. */
    void create(Path cluster) throws IOException {
        Path unfinished = cluster.resolveSibling(cluster.getFileName() + ".unfinished");
        Folders.delete(unfinished);
        Path password = Files.createTempFile("relais", ".password");
        try {
            Files.writeString(password, Postgres.PASSWORD, StandardCharsets.US_ASCII);
            initialize(unfinished, password);
        } finally {
            Files.delete(password);
        }
        Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    private void initialize(Path folder, Path password) throws IOException {
        List<String> command = PostgresCommand.of(binaries, "initdb");
        command.addAll(List.of("-D", folder.toString(), "--username", Postgres.USER, "--pwfile", password.toString()));
        // Everybody knows the password, and nobody but this machine hears it. With SCRAM a client would prove to know
        // it without telling it: 25 ms
        // of processor time for each connection of a component that just starts.
        command.addAll(List.of("--auth", "password", "--encoding", "UTF8"));
        command.addAll(List.of("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"));
        Process process = ChildProcess.start(command, binaries, Map.of(), log);
        if (exitCode(process) != 0) throw new IOException("initdb failed: see " + log + LogTail.lastLine(log));
    }

    private static int exitCode(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in initdb", e);
        }
    }
}
