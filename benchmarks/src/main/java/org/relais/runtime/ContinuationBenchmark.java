package org.relais.runtime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a process pays for keeping no state: its continuation written with a call and read with the reply. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ContinuationBenchmark {

    private final Continuation continuation = new Continuation(
            new Continuation.Request(
                    "01900000-0000-7000-8000-000000000000",
                    "FormationRequest",
                    "2026-01-01T00:00:00.000Z",
                    null,
                    null,
                    bytes("{\"formation\":{\"id\":123456,\"nom\":\"Sécurité avancé 1234\",\"salle\":\"salle123\"}}"),
                    null),
            List.of(new Continuation.Answer("file-operation", true, "Done", bytes("{}"))),
            "training-operation");
    private final byte[] encoded = continuation.encode();

    /** With a call. */
    @Benchmark
    public byte[] encode() {
        return continuation.encode();
    }

    /** With a reply. */
    @Benchmark
    public Object decode() {
        return Continuation.decode(encoded);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
