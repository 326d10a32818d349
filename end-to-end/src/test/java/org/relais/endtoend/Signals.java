package org.relais.endtoend;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Sends signals to processes, by their ids. */
final class Signals {
    private Signals() {}

    /** As Ctrl-C does. */
    static void interruptGroup(long group) throws IOException {
        send("INT", "-" + group);
    }

    static void pause(long pid) throws IOException {
        send("STOP", Long.toString(pid));
    }

    static void resume(long pid) throws IOException {
        send("CONT", Long.toString(pid));
    }

    /** SIGKILL; that it is already gone is no error. */
    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static void send(String signal, String to) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + signal, "--", to)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IOException("kill -" + signal + " " + to + " failed");
        }
    }

    /** {@return whether a process has ended, waiting for that so long at most} */
    static boolean hasEnded(Process process, Duration limit) {
        return !process.onExit()
                .completeOnTimeout(process, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join()
                .isAlive();
    }
}
