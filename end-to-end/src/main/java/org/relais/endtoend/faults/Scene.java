package org.relais.endtoend.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.relais.endtoend.Eventually;
import org.relais.endtoend.LoneComponent;
import org.relais.endtoend.RelaisRun;
import org.relais.endtoend.Slowness;
import org.relais.endtoend.Tables;
import org.relais.launcher.RunInfo.ChildInfo;

/** Where faults strike: a running production that is fed, and what watches it. Used by one thread. */
final class Scene {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final RelaisRun run;
    private final List<String> options;
    private final Path productionFile;
    private final Feed feed;
    private final Recoveries recoveries;
    private final Random random;
    private final Map<String, ChildInfo> hurt = new HashMap<>();

    /** @param options what the production is started with again */
    Scene(RelaisRun run, List<String> options, Path productionFile, Feed feed, Recoveries recoveries, Random random) {
        this.run = run;
        this.options = options;
        this.productionFile = productionFile;
        this.feed = feed;
        this.recoveries = recoveries;
        this.random = random;
    }

    Feed feed() {
        return feed;
    }

    Recoveries recoveries() {
        return recoveries;
    }

    Random random() {
        return random;
    }

    RelaisRun run() {
        return run;
    }

    /** A connection to a database, as soon as there is one to be had. The caller closes it. */
    Connection connect(String database) {
        AtomicReference<Connection> found = new AtomicReference<>();
        Eventually.eventually(limit(), () -> found.set(new Tables(run.info().jdbc()).connect(database)));
        return Objects.requireNonNull(found.get());
    }

    String bootstrap() throws IOException {
        return run.info().bootstrap();
    }

    /** The present process of a victim, as soon as it is another than the one that was killed before. */
    ChildInfo present(Victim victim) {
        AtomicReference<ChildInfo> found = new AtomicReference<>();
        Eventually.eventually(limit(), () -> {
            ChildInfo child = run.child(victim.process());
            if (child.equals(hurt.get(victim.process())) || !child.isAlive()) {
                throw new IOException(victim.process() + " is not up again");
            }
            found.set(child);
        });
        return Objects.requireNonNull(found.get());
    }

    /** That process ends: the next one of the name is another. */
    void ends(Victim victim, ChildInfo process) {
        hurt.put(victim.process(), process);
    }

    /** Sends a signal. {@return whether the process was there to get it: it may have ended by itself} */
    static boolean reaches(ChildInfo process, Signal signal) throws IOException {
        try {
            signal.send(process.pid());
            return true;
        } catch (IOException e) {
            if (process.isAlive()) {
                throw e;
            }
            return false;
        }
    }

    /** One of {@link org.relais.endtoend.Signals}. */
    @FunctionalInterface
    interface Signal {
        void send(long pid) throws IOException;
    }

    /** When the process that follows this one started. */
    Recoveries.Since restartOf(Victim victim, ChildInfo before) {
        return () -> {
            ChildInfo child = run.child(victim.process());
            return child.equals(before) ? Recoveries.NOT_YET : child.started();
        };
    }

    /** Since this very moment. */
    static Recoveries.Since now() {
        long now = System.currentTimeMillis();
        return () -> now;
    }

    /** Kills the launcher, starts the production anew, and waits for that: what comes next is to hit a production, not its beginning. */
    void startAgain() throws IOException {
        run.restart(options);
        run.awaitStarted();
    }

    /** Starts one more process of a component beside those of the launcher, with settings of its own. */
    LoneComponent start(String module, int slot) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("config", productionFile.toString());
        settings.put("bootstrap.servers", bootstrap());
        settings.put("slot", Integer.toString(slot));
        if (module.equals("service-csv")) {
            settings.put("path", run.csvFolder().toString());
        } else if (module.equals("operation-file")) {
            settings.put("path", String.valueOf(run.outputFile().getParent()));
        }
        return LoneComponent.start(module, settings, List.of(), run.data());
    }

    /** Waits until the file has grown, so that what comes next hits work and not a start. */
    void awaitProgress() {
        long size = size(run.outputFile());
        Eventually.eventually(limit(), () -> {
            feed.check();
            if (size(run.outputFile()) <= size) {
                throw new IOException("nothing was written to " + run.outputFile());
            }
        });
    }

    /** How many bytes are in a file, if there is one. */
    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** Lets so much time pass, while work goes on. */
    static void pass(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** How long to wait for what is to happen, on this machine as it is now. */
    static Duration limit() {
        return Slowness.scale(LIMIT);
    }
}
