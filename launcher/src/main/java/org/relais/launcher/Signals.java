package org.relais.launcher;

import java.io.IOException;

/** Sends the signals that {@link ProcessHandle} does not know. */
final class Signals {
    private Signals() {}

    /** Sends it without waiting; that the process is already gone is no error. */
    static void send(String signal, long pid) throws IOException {
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
