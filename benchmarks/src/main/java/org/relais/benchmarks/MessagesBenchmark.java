package org.relais.benchmarks;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.relais.messages.Bodies;
import org.relais.messages.Clock;
import org.relais.messages.Envelope;
import org.relais.messages.Formation;
import org.relais.messages.FormationRequest;
import org.relais.messages.Ids;

/** What every message costs by itself: its body read and written, its headers read and made. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessagesBenchmark {

    private final Bodies<FormationRequest> bodies = Bodies.of(FormationRequest.class);
    private final FormationRequest request =
            new FormationRequest(new Formation(123_456L, "Sécurité intermédiaire 1234", "salle123"));
    private final byte[] json = bodies.write(request);
    private final Clock clock = new Clock();
    private final Headers call = Envelope.opening(Ids.session(), "FormationRequest", "service-csv", clock.now())
            .request("01900000-0000-7000-8000-000000000000.1", "FormationRequest", "router", clock.now())
            .awaiting("formation.router.replies", new byte[180])
            .headers();

    /** A body from bytes. */
    @Benchmark
    public FormationRequest readBody() {
        return bodies.read(json);
    }

    /** A body to bytes. */
    @Benchmark
    public byte[] writeBody() {
        return bodies.write(request);
    }

    /** A session's first headers, with a new id. */
    @Benchmark
    public Headers openSession() {
        return Envelope.opening(Ids.session(), "FormationRequest", "service-csv", clock.now())
                .headers();
    }

    /** What an operation does with headers: reads the request's and makes the reply's. */
    @Benchmark
    public Headers readAndReply() {
        return Envelope.read(call, new NoDefaults())
                .reply(true, "Done", "file-operation", clock.now())
                .headers();
    }

    private static final class NoDefaults implements Envelope.Defaults {

        @Override
        public String id() {
            throw new AssertionError("every header is there");
        }

        @Override
        public String type() {
            return "FormationRequest";
        }

        @Override
        public long timestamp() {
            throw new AssertionError("every header is there");
        }
    }
}
