package org.relais.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures processes between two moments. In between it must be asked to {@link #look} once a second or so: a thread's time can't be
 * read after its end, and the JVM ends its compilers' threads when they idle. Used by one thread.
 */
final class Meter {

    private final List<Measured> processes = new ArrayList<>();
    private final long own;

    /**
     * Begins to measure.
     *
     * @param named processes by name
     */
    Meter(Map<String, ProcessHandle> named) throws IOException {
        for (var process : named.entrySet()) {
            processes.add(new Measured(process.getKey(), process.getValue()));
        }
        this.own = Usage.ownMicros();
    }

    /** Notes what the threads have used so far. */
    void look() throws IOException {
        for (Measured process : processes) {
            process.look();
        }
    }

    /** {@return what each process has used since the beginning, by name} */
    Map<String, Used> end() throws IOException {
        Map<String, Used> used = new LinkedHashMap<>();
        for (Measured process : processes) {
            used.put(process.name, process.end());
        }
        return used;
    }

    /** {@return microseconds that this process itself has used since the beginning} */
    long ownMicros() throws IOException {
        return Usage.ownMicros() - own;
    }

    private static final class Measured {

        private final String name;
        private final ProcessHandle process;
        private final Usage started;
        private final Map<String, Long> threads;

        Measured(String name, ProcessHandle process) throws IOException {
            this.name = name;
            this.process = process;
            this.started = Usage.of(process);
            this.threads = new HashMap<>(started.threads());
        }

        Usage look() throws IOException {
            Usage usage = Usage.of(process);
            threads.putAll(usage.threads());
            return usage;
        }

        Used end() throws IOException {
            long micros = look().micros();
            ThreadShares shares = ThreadShares.between(started.threads(), threads);
            return new Used(micros - started.micros(), started.micros(), Memory.of(process), shares);
        }
    }

    /**
     * What one process used.
     *
     * @param micros processor time in between
     * @param startMicros processor time before
     * @param memory at the end
     * @param threads processor time in between by threads
     */
    record Used(long micros, long startMicros, Memory memory, ThreadShares threads) {}
}
