package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.endtoend.Eventually.eventually;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.relais.messages.Topics;

/** Requests with an Idempotency-Key have one effect and one answer, however often they are sent and whatever is killed. */
final class IdempotencyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration LOAD = Duration.ofSeconds(Long.getLong("relais.load.seconds", 30));
    private static final String KEY = "Idempotency-Key";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void repeatsHaveOneEffectAndOneAnswer() throws Exception {
        RelaisRun run = start();
        Rest rest = Rest.of(run);
        Answers answers = new Answers(rest);

        Row atOnce = new Row(1_000, "at once", "salle");
        answers.requireOne(atOnce, answers.together(atOnce, 12));

        Row later = new Row(1_001, "later", "salle");
        String first = answers.of(later);
        assertThat(answers.of(later)).isEqualTo(first);
        assertThat(rest.create(new Row(1_001, "another body", "salle"), KEY, "key-1001")
                        .statusCode())
                .isEqualTo(422);

        Row copyKilled = new Row(1_002, "copy killed", "salle");
        Signals.pause(run.child("process-router").pid()); // so that all of them still wait
        CompletableFuture<List<String>> interrupted =
                CompletableFuture.supplyAsync(() -> answers.together(copyKilled, 8));
        awaitRequests(run, copyKilled, 8);
        Signals.kill(run.child("service-rest-0").pid());
        Signals.resume(run.child("process-router").pid());
        answers.requireOne(copyKilled, interrupted.join());
        assertThat(answers.of(later)).isEqualTo(first);

        rest.awaitReady();
        Row routerKilled = new Row(1_003, "router killed", "salle");
        Signals.pause(run.child("process-router").pid());
        assertThat(rest.create(routerKilled, KEY, key(routerKilled), "Prefer", "wait=1")
                        .statusCode())
                .isEqualTo(202);
        Signals.kill(run.child("process-router").pid());
        answers.requireOne(routerKilled, answers.together(routerKilled, 4));

        Signals.kill(run.child("service-rest-0").pid());
        Signals.kill(run.child("service-rest-1").pid());
        assertThat(answers.of(later)).isEqualTo(first);
        requireOneEffect(run, List.of(atOnce, later, copyKilled, routerKilled));
    }

    /**
     * Of 20,000 as many as are done in half a minute, or in {@code -Drelais.load.seconds}: 64 clients, of whose requests one in twenty is
     * sent twice, and one copy is killed on the way. The whole of them takes longer than a build should.
     */
    @Test
    void manyClientsHaveOneEffectEachWhileACopyIsKilled() throws Exception {
        RelaisRun run = start();
        Load load = new Load(new Answers(Rest.of(run)), 64, 20_000, LOAD);
        load.start();
        eventually(PATIENCE, () -> assertThat(load.done()).isGreaterThan(300));
        Signals.kill(run.child("service-rest-1").pid());
        List<Row> rows = load.join();
        System.out.printf("IdempotencyIT: %,d requests of 64 clients in %.1f s%n", rows.size(), load.seconds());
        assertThat(rows).hasSizeGreaterThan(300);
        requireOneEffect(run, rows);
    }

    private RelaisRun start() throws IOException {
        RelaisRun run = stage.run(List.of("--copies", "service-rest=2", "--copies", "service-csv=0"));
        run.awaitStarted();
        return run;
    }

    /** Until the copies have passed on so many of them. */
    private static void awaitRequests(RelaisRun run, Row row, int count) throws IOException {
        try (Log log = new Log(run.info().bootstrap())) {
            eventually(
                    PATIENCE,
                    () -> assertThat(log.all(Topics.SERVICE_REST_KEYS.in("formation")))
                            .filteredOn(request -> request.value().contains(row.nom()))
                            .hasSizeGreaterThanOrEqualTo(count));
        }
    }

    private static void requireOneEffect(RelaisRun run, List<Row> rows) throws Exception {
        List<String> expected = rows.stream().map(Row::training).sorted().toList();
        assertThat(new Tables(run.info().jdbc()).training().stream().sorted()).isEqualTo(expected);
        List<String> lines = rows.stream().map(OutputLines::line).sorted().toList();
        assertThat(OutputLines.read(run.outputFile()).stream().sorted()).isEqualTo(lines);
    }

    static String key(Row row) {
        return "key-" + row.id();
    }

    /** Sends formations with their keys until there is an answer, as a client does that was told to use one. */
    record Answers(Rest rest) {

        /** {@return the answer: its status and its body} */
        String of(Row row) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                String answer = once(row);
                if (answer.startsWith("20") && !answer.startsWith("202")) {
                    return answer;
                }
                if (System.nanoTime() > end) {
                    throw new AssertionError("no answer for " + row + ": " + answer);
                }
            }
        }

        List<String> together(Row row, int times) {
            ExecutorService clients = Executors.newFixedThreadPool(times);
            try {
                List<CompletableFuture<String>> answers = new ArrayList<>();
                for (int i = 0; i < times; i++) {
                    answers.add(CompletableFuture.supplyAsync(() -> of(row), clients));
                }
                return answers.stream().map(CompletableFuture::join).toList();
            } finally {
                clients.shutdown();
            }
        }

        void requireOne(Row row, List<String> answers) {
            Set<String> different = new HashSet<>(answers);
            different.add(of(row));
            assertThat(different).hasSize(1);
        }

        private String once(Row row) {
            try {
                HttpResponse<String> answer = rest.create(row, KEY, key(row));
                return answer.statusCode() + " " + answer.body();
            } catch (IOException e) {
                return "the copy is away: " + e;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
