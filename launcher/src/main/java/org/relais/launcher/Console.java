package org.relais.launcher;

import java.io.PrintStream;
import java.time.Duration;

/** What people see: lines that stay, and below them one that is written over. Threads may share it. */
final class Console {
    private static final Duration UNATTENDED_PAUSE = Duration.ofSeconds(5);
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean terminal;
    private String live = "";
    private boolean ending;
    private long lastLive = System.nanoTime() - UNATTENDED_PAUSE.toNanos();

    /**
     * Writes to a stream.
     *
     * @param terminal whether a person looks at it, rather than a file or a pipe
     */
    Console(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Writes a line that stays. */
    synchronized void say(String line) {
        if (terminal && !live.isEmpty()) out.print(CLEAR_LINE);
        out.println(line);
        if (terminal && !live.isEmpty()) out.print(live);
        out.flush();
    }

    /** Writes over the line that is written over; in a file or a pipe that is a new one every few seconds, if it is new. */
    synchronized void live(String line) {
        if (ending) return;
        if (terminal) out.print(CLEAR_LINE + line);
        else if (isDue(line)) out.println(line);
        else return;
        out.flush();
        live = line;
        lastLive = System.nanoTime();
    }

    private boolean isDue(String line) {
        return !line.equals(live) && System.nanoTime() - lastLive >= UNATTENDED_PAUSE.toNanos();
    }

    /** Lets the line that is written over stay as it is now. */
    synchronized void endLive(String line) {
        if (terminal) out.print(CLEAR_LINE);
        if (terminal || !line.equals(live)) out.println(line);
        out.flush();
        live = "";
    }

    /** Takes the line that is written over away, for good. */
    synchronized void end() {
        if (terminal && !live.isEmpty()) out.print(CLEAR_LINE);
        out.flush();
        live = "";
        ending = true;
    }
}
