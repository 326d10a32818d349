package org.relais.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/** One run from its start to its end, with all that people see of it. */
final class Run implements Supervisor.Events {
    private static final Duration FIRST_LOOK_LIMIT = Duration.ofSeconds(20);
    private static final int NAME_WIDTH = 20;
    private static final int ADDRESS_WIDTH = 24;

    private final ProductionOptions options;
    private final Console console;
    private final boolean untilIdle;
    private final boolean json;

    Run(ProductionOptions options, Console console, boolean untilIdle, boolean json) {
        this.options = options;
        this.console = console;
        this.untilIdle = untilIdle;
        this.json = json;
    }

    int call() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Production production = Production.prepare(options, this);
        Ending ending = Ending.register(production, console);
        try {
            log(production);
            console.say("Starting " + production.file().name() + " in "
                    + Shown.path(production.data().root()));
            production.startServers();
            try (Progress progress = new Progress(production)) {
                Watch watch = new Watch(firstLook(production, progress), System.nanoTime());
                production.startComponents();
                tellWhatRuns(production, Duration.ofNanos(System.nanoTime() - start));
                return follow(production, progress, watch);
            }
        } catch (IOException e) {
            if (ending.hasBegun()) return Relais.FAILED;
            throw e;
        } finally {
            ending.end();
        }
    }

    /**
     * How far everything is before anything is started; what is counted later is new. A broker that serves may still be busy: with its
     * recovery after a crash, or for want of a processor.
     */
    static Look firstLook(Production production, Progress progress) throws IOException, InterruptedException {
        long end = System.nanoTime() + FIRST_LOOK_LIMIT.toNanos();
        while (true) {
            try {
                Look look = progress.look();
                if (progress.isCaughtUp()) return look;
                end = System.nanoTime() + FIRST_LOOK_LIMIT.toNanos(); // it answers: there is only much to read
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                if (System.nanoTime() > end) {
                    throw new IOException(
                            "the broker does not answer: see "
                                    + production.broker().log(),
                            e);
                }
                Watch.pause();
            }
        }
    }

    /** Must come before the first use of any library that logs. */
    private static void log(Production production) {
        System.setProperty(
                "relais.launcher.log", production.data().log("launcher").toString());
        System.setProperty("logback.configurationFile", "relais-launcher-logback.xml");
    }

    private void tellWhatRuns(Production production, Duration time) {
        production
                .info()
                .processes()
                .forEach((name, process) -> console.say("  " + padded(name, NAME_WIDTH)
                        + padded(address(production, name), ADDRESS_WIDTH) + "pid " + process.pid()));
        console.say("Started in " + Shown.seconds(time) + ". " + input(production) + "Ctrl-C stops everything.");
    }

    private static String input(Production production) {
        return production.readsCsv()
                ? "Reading " + production.csvPattern() + " in " + Shown.path(production.csvFolder()) + "; "
                : "";
    }

    private static String address(Production production, String name) {
        if (name.equals(production.broker().name())) return production.broker().bootstrap();
        if (name.equals(production.postgres().name()))
            return production.postgres().address();
        return production.httpAddresses().getOrDefault(name, "");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private int follow(Production production, Progress progress, Watch watch) throws IOException, InterruptedException {
        boolean summarized = false;
        while (production.refusal().isEmpty()) {
            Watch.pause();
            watch.look(progress);
            console.live(watch.line());
            if (!watch.isIdle()) continue;
            if (!summarized) summarize(production, watch, progress.deadLetters());
            summarized = true;
            if (untilIdle) return watch.last().deadLetters() == 0 ? Relais.OK : Relais.DEAD_LETTERS;
        }
        throw new WrongSettings(production.refusal().orElseThrow());
    }

    private void summarize(Production production, Watch watch, DeadLetters deadLetters) throws IOException {
        List<TableLook> tables = TableLook.of(production);
        Summary summary = Summary.of(production, watch, tables);
        console.endLive(watch.line());
        if (json) System.out.println(summary.json());
        else SummaryText.of(summary, tables, deadLetters).forEach(console::say);
        if (!untilIdle) console.say("\nWatching for more; Ctrl-C stops everything.");
    }

    @Override
    public void started(Child child, ProcessHandle process, int restarts) {
        if (restarts > 0) console.say(child.name() + " runs again, pid " + process.pid());
    }

    @Override
    public void ended(Child child, int exitCode, Duration pause) {
        console.say(child.name() + " " + ExitCode.tell(exitCode, child.log()) + ", and is started again in "
                + Shown.seconds(pause));
    }

    @Override
    public void notStarted(Child child, IOException reason, Duration pause) {
        console.say(child.name() + " can't be started, which is tried again in " + Shown.seconds(pause) + ": "
                + reason.getMessage());
    }

    /** What ends the run is its last word. */
    @Override
    public void gaveUp(Child child, int exitCode) {}
}
