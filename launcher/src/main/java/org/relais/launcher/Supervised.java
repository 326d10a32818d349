package org.relais.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** One child with the thread that watches it. */
final class Supervised {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** What has run this long was well, so the next pause is the shortest again. */
    private static final Duration WELL = Duration.ofSeconds(10);

    private final Child child;
    private final Supervisor.Events events;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Process process;
    private int restarts;

    Supervised(Child child, Supervisor.Events events) {
        this.child = child;
        this.events = events;
    }

    Child child() {
        return child;
    }

    Process start() throws IOException {
        Process started = startUnlessStopping();
        if (started == null) throw new IOException(child.name() + " is not started: it is being stopped");
        Thread watcher = new Thread(() -> watch(started), "watch-" + child.name());
        watcher.setDaemon(true);
        watcher.start();
        return started;
    }

    private synchronized @Nullable Process startUnlessStopping() throws IOException {
        if (isStopping()) return null;
        Process started = child.start();
        process = started;
        tell(started);
        return started;
    }

    /** What runs again is watched, whatever becomes of the news of it: a full disk, say, must not leave it without a watcher. */
    private void tell(Process started) {
        try {
            events.started(child, started.toHandle(), restarts);
        } catch (RuntimeException e) {
            if (restarts == 0) throw e;
            // made only now: the launcher says where its log is after this class is loaded
            LoggerFactory.getLogger(Supervised.class).warn("{} runs again, which is not noted", child.name(), e);
        }
    }

    private void watch(Process first) {
        try {
            Process current = first;
            Duration pause = SHORTEST_PAUSE;
            while (current != null) {
                long start = System.nanoTime();
                int exitCode = current.waitFor();
                if (isStopping()) return;
                if (!child.restartable(exitCode)) {
                    events.gaveUp(child, exitCode);
                    return;
                }
                if (System.nanoTime() - start > WELL.toNanos()) pause = SHORTEST_PAUSE;
                events.ended(child, exitCode, pause);
                current = startAfter(pause);
                pause = longer(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tries until it can be started: a machine that is out of memory or of processes recovers. */
    private @Nullable Process startAfter(Duration first) throws InterruptedException {
        restarts++;
        Duration pause = first;
        while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                return startUnlessStopping();
            } catch (IOException e) {
                pause = longer(pause);
                events.notStarted(child, e, pause);
            }
        }
        return null;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    synchronized void requestStop() throws IOException {
        stopping.countDown();
        Process running = process;
        if (running != null && running.isAlive()) child.requestStop(running);
    }

    void awaitStop(long time, TimeUnit unit) {
        Process running = process;
        if (running == null) return;
        try {
            if (!running.waitFor(time, unit)) running.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
