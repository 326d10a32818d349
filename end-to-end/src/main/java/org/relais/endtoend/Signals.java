package org.relais.endtoend;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Sends signals to processes, by their ids. */
public final class Signals {
    private Signals() {}

    /** As Ctrl-C does. */
    public static void interruptGroup(long group) throws IOException {
        send("INT", "-" + group);
    }

    public static void pause(long pid) throws IOException {
        send("STOP", Long.toString(pid));
    }

    public static void resume(long pid) throws IOException {
        send("CONT", Long.toString(pid));
    }

    /** What PostgreSQL takes for an immediate shutdown: no checkpoint, no goodbye. */
    public static void quit(long pid) throws IOException {
        send("QUIT", Long.toString(pid));
    }

    /** SIGKILL; that it is already gone is no error. */
    public static void kill(long pid) {
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
    public static boolean hasEnded(Process process, Duration limit) {
        return !process.onExit()
                .completeOnTimeout(process, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join()
                .isAlive();
    }
}
