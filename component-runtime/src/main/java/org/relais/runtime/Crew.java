package org.relais.runtime;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.relais.messages.BrokerMark;
import org.relais.messages.ComponentStatus;
import org.relais.runtime.Component.Part;

/**
 * A component's process from its start to its end: one shift of workers after another, each with the settings of its time. A live change
 * ends a shift between two transactions, never inside one. The main thread runs it; the shutdown hook may end it at any time.
 */
final class Crew<T extends Record> {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final String SWITCHED_OFF = "DISABLED";

    private final List<Part<T>> parts;
    private final Configuration.Source<T> source;
    private final Context context;
    private final StatusReport report;
    private Configuration<T> configuration;
    private Map<String, String> inForce = Map.of();
    private volatile @Nullable Shift shift;
    private @Nullable Health health;
    private boolean stopping;

    /**
     * @param component its name
     * @param parts its parts
     * @param source where its settings come from
     * @param base its settings without live values
     */
    Crew(String component, List<Part<T>> parts, Configuration.Source<T> source, Configuration<T> base) {
        this.parts = parts;
        this.source = source;
        this.configuration = base;
        this.context = new Context(component, base.runtime(), base.kafka());
        this.report = new StatusReport(context);
    }

    /** {@return whether all ended as it was told to} */
    boolean run() {
        Parent.watch();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        try {
            health();
            work();
            return end();
        } catch (RuntimeException e) {
            // Whoever started this process can do so again; one that neither works nor ends would look alive.
            context.log().error("can't go on: {}", e.getMessage(), e);
            end();
            return false;
        }
    }

    private void work() {
        try (LiveSettings live = open()) {
            warn();
            change(live);
            report.start();
            while (!over()) {
                if (live.await(LOOK)) {
                    change(live);
                }
            }
        }
    }

    /** Does not wait: a cluster that does not tell, or not yet, keeps nothing from being processed. */
    private void warn() {
        var unused = LoneBroker.in(context.cluster().admin(), BrokerMark.SETTING)
                .thenAccept(warning -> warning.ifPresent(context.log()::warn));
    }

    private void health() {
        if (context.registry() instanceof PrometheusMeterRegistry registry) {
            RuntimeSettings runtime = configuration.runtime();
            int port = Objects.requireNonNull(runtime.healthPort());
            health = new Health(new InetSocketAddress(runtime.healthHost(), port), registry, this::status);
            context.log().info("probes and metrics on http://{}:{}", runtime.healthHost(), health.port());
        }
    }

    private List<ComponentStatus.Part> status() {
        Shift now = shift;
        return now == null ? List.of() : now.status();
    }

    /** Waits for the cluster if it must: to begin with settings that somebody has changed would be wrong. */
    private LiveSettings open() {
        while (true) {
            try {
                return new LiveSettings(context);
            } catch (RetriableException e) {
                context.log().warn("the live settings can't be read yet: {}", e.getMessage());
            }
        }
    }

    private synchronized void change(LiveSettings live) {
        if (stopping) {
            return;
        }
        List<String> problems = new ArrayList<>();
        Map<String, String> values = live.values();
        Configuration<T> next = read(values, problems);
        if (next == null) {
            values = sound(values);
            next = read(values, new ArrayList<>());
        }
        if (shift == null || problems.isEmpty() || !values.equals(inForce)) {
            change(next == null ? configuration : next, next == null ? inForce : values, problems);
        }
        problems.forEach(problem -> context.log().error("live settings are not in force: {}", problem));
        report.show(shift, configuration.shown(), problems, live.offset());
    }

    private void change(Configuration<T> next, Map<String, String> values, List<String> problems) {
        Context surroundings;
        try {
            // First, since Kafka's clients may refuse what they are given: who works now is not to end for that.
            surroundings = context.with(next.runtime(), next.kafka());
        } catch (KafkaException e) {
            if (shift == null) {
                throw e; // without what somebody has changed it would be another component
            }
            problems.add("kafka (live): " + e.getMessage());
            return;
        }
        configuration = next;
        inForce = values;
        changeShift(surroundings);
    }

    /**
     * What is wrong with one value takes nothing from the others: from what is in force each change is made that leaves it sound, in the order
     * in which they were written. So of values that are wrong only together the last one stays as it was.
     */
    private Map<String, String> sound(Map<String, String> values) {
        Map<String, String> sound = new HashMap<>(inForce);
        Set<String> left = new LinkedHashSet<>(values.keySet());
        left.addAll(inForce.keySet()); // what is there no more was taken back
        boolean some = true;
        while (some) { // one may be sound only behind another
            some = left.removeIf(key -> takesOver(key, values.get(key), sound));
        }
        return sound;
    }

    private boolean takesOver(String key, @Nullable String value, Map<String, String> sound) {
        String former = sound.get(key);
        put(key, value, sound);
        boolean isSound = read(sound, new ArrayList<>()) != null;
        if (!isSound) {
            put(key, former, sound);
        }
        return isSound;
    }

    private static void put(String key, @Nullable String value, Map<String, String> into) {
        if (value == null) {
            into.remove(key);
        } else {
            into.put(key, value);
        }
    }

    private @Nullable Configuration<T> read(Map<String, String> live, List<String> problems) {
        Configuration<T> next = source.read(live, problems);
        if (next != null && nothingRuns(next)) {
            problems.add("every part would be switched off; set 'enabled' to false to stop the component");
            return null;
        }
        return next;
    }

    /** From the end of the old shift on there is no way back: whatever fails then ends the process as a failure. */
    private void changeShift(Context surroundings) {
        if (shift != null && !shift.makeWay()) {
            surroundings.close();
            return; // a part has failed: the loop sees that
        }
        announce();
        shift = newShift(surroundings);
        shift.start();
    }

    private Shift newShift(Context surroundings) {
        T settings = configuration.own();
        List<Part<T>> running =
                parts.stream().filter(part -> part.runs(settings)).toList();
        List<ComponentStatus.Part> idle = running.stream()
                .map(part -> new ComponentStatus.Part(part.name, SWITCHED_OFF, ""))
                .toList();
        List<Worker> workers = running.stream()
                .filter(part -> configuration.runtime().enabled())
                .map(part -> new Worker(part.factory.create(settings, surroundings), surroundings))
                .toList();
        return new Shift(surroundings, workers, idle);
    }

    private boolean nothingRuns(Configuration<T> settings) {
        return parts.stream().noneMatch(part -> part.runs(settings.own()));
    }

    private synchronized boolean over() {
        return stopping || shift == null || shift.broken();
    }

    private synchronized boolean end() {
        boolean stopped = shift == null || shift.end();
        report.close();
        if (health != null) {
            health.close();
        }
        context.close();
        return stopped;
    }

    private void stop() {
        synchronized (this) {
            stopping = true;
        }
        end();
    }

    private void announce() {
        configuration.values().stream()
                .filter(value -> !value.origin().equals("default"))
                .forEach(value ->
                        context.log().info("{} = {} ({})", value.definition().key(), value.shown(), value.origin()));
    }
}
