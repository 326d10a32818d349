package org.relais.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How every child is started: in a session of its own, with its output in its log. */
final class ChildProcess {
    /** The system property that tells a child JVM which process it must not outlive. */
    static final String PARENT = "relais.parent";

    /** A longer log is put aside before its child is started once more. */
    static final long LOG_BYTES = 16 << 20;

    private static final boolean SETSID = isOnPath("setsid");

    private ChildProcess() {}

    /**
     * Starts the command. In its own session a terminal's Ctrl-C reaches the launcher only, which then stops the children
     * in order; without {@code setsid} (macOS) they all stop at once.
     */
    static Process start(List<String> command, Path folder, Map<String, String> environment, Path log)
            throws IOException {
        keepShort(log);
        ProcessBuilder builder = new ProcessBuilder(detached(command)).directory(folder.toFile());
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        return process;
    }

    /** A child that is started again and again must not fill the disk with its complaints: the last of them are kept, and those before. */
    private static void keepShort(Path log) throws IOException {
        if (!Files.exists(log) || Files.size(log) <= LOG_BYTES) return;
        Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }

    static List<String> detached(List<String> command) {
        if (!SETSID) return command;
        List<String> all = new ArrayList<>(List.of("setsid"));
        all.addAll(command);
        return all;
    }

    /** The command that runs this JVM's own Java with the given arguments, as a child of this process. */
    static List<String> java(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-D" + PARENT + "=" + ProcessHandle.current().pid());
        command.addAll(arguments);
        return command;
    }

    static boolean isOnPath(String program) {
        String path = System.getenv("PATH");
        if (path == null) return false;
        for (String folder : path.split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) return true;
        }
        return false;
    }
}
