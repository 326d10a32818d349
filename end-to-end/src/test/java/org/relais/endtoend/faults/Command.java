package org.relais.endtoend.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A short command of the operating system. */
final class Command {

    private Command() {}

    /**
     * Runs it.
     *
     * @throws IOException if it fails, with what it printed
     */
    static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(List.of(command) + " failed: " + output);
        }
    }

    /** {@return whether it does what it is asked to} */
    static boolean succeeds(String... command) {
        try {
            run(command);
            return true;
        } catch (IOException notHere) {
            return false;
        }
    }
}
