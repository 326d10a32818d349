package org.relais.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.relais.messages.Topics;

/**
 * Looks from outside at how far a production is: offsets and what components commit with them, positions of files, what
 * processes say of themselves, and dead letters. A look takes five requests and reads only records that are new. Not thread-safe.
 */
public final class Progress implements AutoCloseable {
    private final Production production;
    private final String name;
    private final Kafka kafka;
    private final Offsets offsets;
    private final Tail tail;
    private final Optional<OutsideInput> outside;
    private final Positions positions = new Positions();
    private final Statuses statuses = new Statuses();
    private final DeadLetters deadLetters = new DeadLetters();

    private boolean caughtUp;

    /** Looks at this production from now on; connects with the first {@link #look}. */
    public Progress(Production production) {
        this(production, Tail.LIMIT);
    }

    /** @param limit for how long a look may read what is new; the next one goes on */
    Progress(Production production, Duration limit) {
        Map<String, Object> client =
                Map.of("bootstrap.servers", production.broker().bootstrap());
        this.production = production;
        this.name = production.file().name();
        this.kafka = new Kafka(name, client);
        this.offsets = new Offsets(kafka.admin(), name, deadLetters::takeTopics);
        this.tail = new Tail(kafka.reader(), this::take, limit);
        this.outside = production.outsideInput();
    }

    /**
     * Looks once.
     *
     * @throws ExecutionException or TimeoutException if the broker is away: look again later
     */
    public Look look() throws ExecutionException, TimeoutException, InterruptedException {
        Reading reading = offsets.read();
        caughtUp = tail.catchUp(reading.endsOfWhatIsTailed());
        Tally tally = reading.tally();
        Collection<Long> processes = production.componentPids();
        return new Look(
                positions.rows(),
                tally.done(),
                tally.answered(),
                deadLetters.count(),
                reading.lag() + outsideLag(),
                caughtUp && filesAreDone(processes),
                statuses.areUp(processes),
                statuses.trouble(processes).orElse(""));
    }

    /** Looks where the service looks now: that may have been changed while it ran. */
    private boolean filesAreDone(Collection<Long> processes) {
        if (!production.readsCsv()) return true;
        Path folder = statuses.setting(processes, Production.CSV, "path")
                .map(production.data().root()::resolve)
                .orElse(production.csvFolder());
        String pattern = statuses.setting(processes, Production.CSV, "filename").orElse(production.csvPattern());
        boolean archived = statuses.setting(processes, Production.CSV, "after.read")
                .filter("archive"::equalsIgnoreCase)
                .isPresent();
        return new InputFiles(folder, pattern, archived).areDone(positions.byKey());
    }

    /** Whether the last look has read everything that was there: else it counts too little. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    private long outsideLag() throws ExecutionException, TimeoutException, InterruptedException {
        return outside.isEmpty() ? 0 : outside.get().lag(kafka.admin());
    }

    /** The dead letters seen up to the last look. */
    DeadLetters deadLetters() {
        return deadLetters;
    }

    private void take(ConsumerRecord<byte[], byte[]> each) {
        if (each.topic().equals(Topics.positions(name))) positions.take(each);
        else if (each.topic().equals(Topics.status(name))) statuses.take(each);
        else if (each.topic().equals(Topics.fates(name))) deadLetters.takeFate(each);
        else deadLetters.take(each);
    }

    @Override
    public void close() {
        tail.close();
        kafka.close();
    }
}
