package org.relais.launcher;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.relais.messages.OneLine;

/** Follows a production's progress from one look to the next: how fast it is, and when the input is at its end. */
final class Watch {
    private final Look first;
    private Look last;
    private long lastTime;
    private boolean quietBefore;
    private boolean idle;
    private boolean worked;
    private long workStarted;
    private long workEnded;
    private double rate;

    /**
     * Begins to watch.
     *
     * @param first how far the production was before its components were started
     */
    Watch(Look first, long now) {
        this.first = first;
        this.last = first;
        this.lastTime = now;
        this.workStarted = now;
        this.workEnded = now;
    }

    /** Looks; while the broker is away the last look stays. */
    void look(Progress progress) throws InterruptedException {
        try {
            take(progress.look(), System.nanoTime());
        } catch (ExecutionException | TimeoutException | KafkaException brokerIsAway) {
            quietBefore = false;
            idle = false;
        }
    }

    /** Takes in the look that was made at this time, in nanoseconds. */
    void take(Look look, long now) {
        boolean moved = !sameCounts(look, last);
        if (moved) noteWork(now);
        rate = look.rows() == last.rows() ? 0 : (look.rows() - last.rows()) * 1e9 / (now - lastTime);
        idle = look.isQuiet() && quietBefore && !moved;
        quietBefore = look.isQuiet();
        last = look;
        lastTime = now;
    }

    /** Work that is seen now began after the last look. */
    private void noteWork(long now) {
        if (!worked || idle) workStarted = lastTime;
        worked = true;
        workEnded = now;
    }

    private static boolean sameCounts(Look one, Look other) {
        return one.rows() == other.rows()
                && one.done() == other.done()
                && one.answered() == other.answered()
                && one.deadLetters() == other.deadLetters();
    }

    /** Whether all input is processed: two looks in a row found nothing to do, and the same counts. */
    boolean isIdle() {
        return idle;
    }

    Look last() {
        return last;
    }

    /** Rows sent since the start. */
    long newRows() {
        return last.rows() - first.rows();
    }

    /** Rows a second since the last look. */
    double rowsPerSecond() {
        return rate;
    }

    /** How long the last uninterrupted stretch of work took, as exactly as the looks are frequent. */
    Duration workTime() {
        return Duration.ofNanos(workEnded - workStarted);
    }

    /** One line for people. */
    String line() {
        return "rows read " + Shown.count(last.rows()) + " · done " + Shown.count(last.done()) + " · calls answered "
                + Shown.count(last.answered()) + " · dead letters " + Shown.count(last.deadLetters()) + " · "
                + Shown.count(Math.round(rate)) + " rows/s" + state();
    }

    private String state() {
        if (!last.trouble().isEmpty()) return " · " + Shown.start(OneLine.of(last.trouble()));
        return last.up() ? "" : " · starting";
    }

    static void pause() throws InterruptedException {
        TimeUnit.SECONDS.sleep(1);
    }
}
