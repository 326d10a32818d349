package org.relais.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.relais.messages.ComponentStatus;
import org.relais.messages.Topics;

/** Looks at a production as a whole, again and again: what its copies say, lags, counts and dead letters. Used by one thread. */
final class StatusReader implements AutoCloseable {
    /** What ended before that and has a successor is of no interest. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private final Kafka kafka;
    private final Offsets offsets;
    private final Tail tail;
    private final Copies copies = new Copies();
    private final Positions positions = new Positions();
    private final DeadLetters deadLetters = new DeadLetters();
    private Map<String, Long> lastDone = Map.of();
    private long lastTime;

    StatusReader(Kafka kafka) {
        this.kafka = kafka;
        this.offsets = new Offsets(kafka.admin(), kafka.production(), deadLetters::takeTopics);
        this.tail = new Tail(kafka.reader(), this::take);
    }

    private void take(ConsumerRecord<byte[], byte[]> each) {
        String production = kafka.production();
        if (each.topic().equals(Topics.positions(production))) positions.take(each);
        else if (each.topic().equals(Topics.status(production))) copies.take(each);
        else if (each.topic().equals(Topics.fates(production))) deadLetters.takeFate(each);
        else deadLetters.take(each);
    }

    /**
     * Looks. Rates are those since the last look.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the cluster does not answer
     * @throws CommandFailed if there is no such production
     */
    ProductionStatus look() throws ExecutionException, InterruptedException {
        Reading reading = read();
        if (reading.ends().isEmpty()) throw kafka.absent();
        while (!tail.catchUp(reading.endsOfWhatIsTailed())) Thread.onSpinWait();
        long now = System.nanoTime();
        Map<String, Long> done = new HashMap<>();
        List<ProductionStatus.Job> jobs = new ArrayList<>();
        jobs().forEach((name, those) -> {
            List<Told> told = those.stream()
                    .filter(Copies::isAlive)
                    .flatMap(copy -> Told.of(copy, copies.before(copy), name).stream())
                    .toList();
            if (told.isEmpty()) {
                done.put(name, reading.consumed(name) + positions.rows(name));
                jobs.add(job(name, those, reading.lag(name), done.getOrDefault(name, 0L), rate(name, done, now)));
            } else {
                long waiting = told.stream().mapToLong(Told::waiting).sum();
                long taken = told.stream().mapToLong(Told::done).sum();
                jobs.add(job(
                        name,
                        those,
                        waiting,
                        taken,
                        told.stream().mapToDouble(Told::perSecond).sum()));
            }
        });
        lastDone = done;
        lastTime = now;
        jobs.sort(Comparator.comparing(ProductionStatus.Job::component).thenComparing(ProductionStatus.Job::name));
        return new ProductionStatus(kafka.production(), Instant.now().toString(), jobs, deadLetters.count());
    }

    private Reading read() throws ExecutionException, InterruptedException {
        try {
            return offsets.read();
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException("no answer within the time", e);
        }
    }

    /** The copies that are of interest, by their jobs' names. */
    private Map<String, List<ComponentStatus>> jobs() {
        Map<String, List<ComponentStatus>> jobs = new TreeMap<>();
        for (ComponentStatus copy : copies.all()) {
            if (isForgotten(copy)) continue;
            copy.parts()
                    .forEach(part -> jobs.computeIfAbsent(part.name(), unused -> new ArrayList<>())
                            .add(copy));
        }
        return jobs;
    }

    private boolean isForgotten(ComponentStatus copy) {
        return !Copies.isAlive(copy)
                && Instant.parse(copy.time()).plus(MEMORY).isBefore(Instant.now())
                && !copies.alive(copy.component()).isEmpty();
    }

    private @Nullable Double rate(String name, Map<String, Long> done, long now) {
        Long before = lastDone.get(name);
        return before == null ? null : (done.getOrDefault(name, 0L) - before) * 1e9 / (now - lastTime);
    }

    private ProductionStatus.Job job(
            String name, List<ComponentStatus> those, long lag, long done, @Nullable Double rate) {
        return new ProductionStatus.Job(
                those.get(0).component(),
                name,
                those.stream().map(copy -> copy(copy, name)).toList(),
                lag,
                done,
                rate == null ? null : Math.round(rate * 10) / 10.0,
                deadLetters.count(kafka.production() + "." + name + ".dead-letters"));
    }

    private static ProductionStatus.Copy copy(ComponentStatus copy, String job) {
        ComponentStatus.@Nullable Part part = copy.parts().stream()
                .filter(each -> each.name().equals(job))
                .findFirst()
                .orElse(null);
        String state = part == null ? "" : part.state();
        boolean silent = !Copies.isAlive(copy) && !Copies.hasStopped(copy);
        return new ProductionStatus.Copy(
                copy.copy(),
                copy.host(),
                copy.pid(),
                silent ? "SILENT" : state,
                part == null ? "" : part.reason(),
                copy.time());
    }

    @Override
    public void close() {
        tail.close();
    }
}
