package org.relais.benchmarks;

import java.io.IOException;

/**
 * What a process has of the machine's memory.
 *
 * @param peakKibibytes the most that was resident at any time
 * @param kibibytes what is resident now; with children their proportional shares, so that nothing shared counts twice
 */
record Memory(long peakKibibytes, long kibibytes) {

    /** {@return a process's memory} Children (PostgreSQL's) have no common peak: for them it is the present. */
    static Memory of(ProcessHandle process) throws IOException {
        long now = 0;
        for (ProcessHandle child : process.descendants().toList()) {
            now += Proc.kibibytes(child.pid(), "smaps_rollup", "Pss");
        }
        if (now > 0) {
            now += Proc.kibibytes(process.pid(), "smaps_rollup", "Pss");
            return new Memory(now, now);
        }
        return new Memory(
                Proc.kibibytes(process.pid(), "status", "VmHWM"), Proc.kibibytes(process.pid(), "status", "VmRSS"));
    }

    double peakMebibytes() {
        return peakKibibytes / 1024.0;
    }

    double mebibytes() {
        return kibibytes / 1024.0;
    }
}
