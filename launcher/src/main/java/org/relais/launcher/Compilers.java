package org.relais.launcher;

import java.util.List;

/** Options of a child's JVM for its just-in-time compilers. What each choice costs is measured in {@code benchmarks/README.md}. */
final class Compilers {
    /**
     * The optimizing compiler gives back what it costs after half a million rows. Until then, and above all in the first
     * seconds after a crash, the process would be slower.
     */
    static final List<String> FIRST = List.of("-XX:TieredStopAtLevel=1");

    /** For a process that everything passes, and that has much to do for each message. */
    static final List<String> BOTH = List.of(
            // In the first minute the second compiler would take the processors from everything that starts then. So it
            // gets what the others leave. Lowering a priority takes no permission, whatever the JVM's warning says.
            "-XX:ThreadPriorityPolicy=1",
            "-XX:CompilerThreadPriority=10",
            // Much code, each of it seldom run: compiling it into large methods takes more than these give back.
            "-XX:MaxInlineLevel=6",
            "-XX:FreqInlineSize=70",
            "-XX:InlineSmallCode=500");

    private Compilers() {}
}
