package org.relais.launcher;

import java.nio.file.Path;

/** Says in words how a child ended. */
final class ExitCode {
    private static final int BY_SIGNAL = 128;

    private ExitCode() {}

    /** A process that a signal ended had no time to write why; the last line of the others tells most. */
    static String tell(int exitCode, Path log) {
        if (exitCode > BY_SIGNAL) return "was killed by signal " + (exitCode - BY_SIGNAL);
        return "ended with exit code " + exitCode + ": see " + Shown.path(log) + LogTail.lastLine(log);
    }
}
