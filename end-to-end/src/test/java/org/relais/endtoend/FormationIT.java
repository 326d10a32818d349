package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.endtoend.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.relais.launcher.RunInfo;
import org.relais.messages.Topics;

/** What a user does with {@code ./relais run}, from a clone that was moved to a path with spaces. */
final class FormationIT {
    private static final Duration RUN_LIMIT = Duration.ofSeconds(90);
    private static final Duration FLOW_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final String ROUTER = Topics.ROUTER.in("formation");

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void sampleHasEachEffectOnceHoweverOftenItIsStarted() throws Exception {
        RelaisRun first = run("--until-idle", "--json");
        assertThat(first.awaitExit(RUN_LIMIT)).isZero();
        JsonNode summary = first.json();
        assertThat(summary.path("rows").asLong()).isEqualTo(4);
        assertThat(summary.path("new_rows").asLong()).isEqualTo(4);
        assertThat(summary.path("done").asLong()).isEqualTo(4);
        assertThat(summary.path("dead_letters").asLong()).isZero();
        assertThat(summary.path("seconds").asDouble()).isPositive();
        assertThat(summary.path("addresses").path("output_file").asText())
                .isEqualTo(first.outputFile().toRealPath().toString());
        checkLines(first, Row.SAMPLE);
        assertThat(first.survivors()).isEmpty();

        RelaisRun second = run("--json");
        eventually(
                RUN_LIMIT, () -> assertThat(second.json().path("rows").asLong()).isEqualTo(4));
        assertThat(second.json().path("new_rows").asLong()).isZero();
        checkLines(second, Row.SAMPLE);
        checkTables(second.info());
        second.interrupt();
        second.awaitExit(STOP_LIMIT);
        assertThat(second.survivors()).isEmpty();
    }

    /** The outside database has what was there before, and those rows whose reply said so. */
    private static void checkTables(RunInfo info) throws Exception {
        Tables tables = new Tables(info.jdbc());
        assertThat(tables.training())
                .containsExactlyInAnyOrderElementsOf(
                        Row.SAMPLE.stream().map(Row::training).toList());
        assertThat(tables.formationFirst()).containsExactly("1;formation1;salle1", "2;formation2;salle2");
        try (Log log = new Log(info.bootstrap())) {
            long agreed = log.all(Topics.ROUTER.repliesIn("formation")).stream()
                    .filter(reply -> reply.value().equals("{\"bool\":true}"))
                    .count();
            assertThat(tables.formation())
                    .hasSize(Math.toIntExact(agreed))
                    .doesNotHaveDuplicates()
                    .isSubsetOf(Row.SAMPLE.stream().map(Row::csv).toList());
        }
    }

    /** The exercise of the course. */
    @Test
    void aSeedDecidesWhichOfAThousandRowsAreStored() throws Exception {
        List<Row> rows = Row.many("exercise", 1_000, 1_000);
        Path input = stage.folder().resolve("thousand.csv");
        Feeder.writeAll(input, rows);
        RelaisRun run =
                run("--csv", input.toString(), "--set", "operation-db.boolean=random", "--set", "operation-db.seed=42");
        List<String> stored =
                rows.stream().filter(row -> row.isAgreed(42)).map(Row::csv).toList();
        assertThat(stored).hasSizeBetween(450, 550);
        run.awaitStarted();
        Tables tables = new Tables(run.info().jdbc());
        try (Settled settled = new Settled(run.info().bootstrap(), "formation")) {
            eventually(RUN_LIMIT, () -> {
                assertThat(tables.training()).hasSameSizeAs(rows);
                settled.check();
                assertThat(tables.formation()).containsExactlyInAnyOrderElementsOf(stored);
            });
        }
    }

    @Test
    void appendedRowsFurtherFilesAndInjectedMessagesFlow() throws Exception {
        RelaisRun run = run("--set", "service-csv.filename=*.csv");
        List<Row> expected = new ArrayList<>(Row.SAMPLE);
        eventually(RUN_LIMIT, () -> checkEffects(run, expected));

        Row appended = new Row(7, "appended", "salle7");
        Path sample = run.csvFolder().resolve("formation.csv");
        Files.writeString(sample, "\n" + appended.csv() + "\n", StandardOpenOption.APPEND);
        Row dropped = new Row(8, "dropped; \"quoted\"", "salle8");
        Files.writeString(
                run.csvFolder().resolve("second.csv"), "salle;id;nom\r\nsalle8;8;\"dropped; \"\"quoted\"\"\"\r\n");
        expected.addAll(List.of(appended, dropped));
        eventually(FLOW_LIMIT, () -> checkEffects(run, expected));

        List<Row> injected = Row.many("injected", 12, 6);
        List<Integer> partitions = inject(run.info(), injected);
        expected.addAll(injected);
        eventually(FLOW_LIMIT, () -> checkEffects(run, expected));
        checkPartitions(run.info(), injected.subList(8, 12), partitions);
    }

    /** In both forms; without a key, with one, and with one on the partition that librdkafka would choose. */
    private static List<Integer> inject(RunInfo info, List<Row> rows) {
        try (Injector injector = new Injector(info.bootstrap())) {
            rows.subList(0, 2).forEach(row -> injector.send(ROUTER, row.json()));
            rows.subList(2, 4).forEach(row -> injector.send(ROUTER, row.requestJson()));
            rows.subList(4, 6).forEach(row -> injector.send(ROUTER, row, row.json()));
            rows.subList(6, 8).forEach(row -> injector.send(ROUTER, row, row.requestJson()));
            return rows.subList(8, 12).stream()
                    .map(row -> injector.sendAsKcatDoes(ROUTER, row, row.json()))
                    .toList();
        }
    }

    /** A session stays on the partition number it began on, whoever chose that. */
    private static void checkPartitions(RunInfo info, List<Row> rows, List<Integer> partitions) {
        try (Log log = new Log(info.bootstrap())) {
            List<ConsumerRecord<String, String>> calls = log.all(Topics.FILE_OPERATION.in("formation"));
            for (int i = 0; i < rows.size(); i++) {
                String nom = '"' + rows.get(i).nom() + '"';
                assertThat(calls.stream().filter(call -> call.value().contains(nom)))
                        .singleElement()
                        .returns(partitions.get(i), ConsumerRecord::partition);
            }
        }
    }

    /** In any order: only rows with one id keep theirs. */
    private static void checkLines(RelaisRun run, List<Row> rows) throws IOException {
        assertThat(OutputLines.read(run.outputFile()))
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream().map(OutputLines::line).toList());
    }

    private static void checkEffects(RelaisRun run, List<Row> rows) throws Exception {
        checkLines(run, rows);
        assertThat(new Tables(run.info().jdbc()).training())
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream().map(Row::training).toList());
    }

    @Test
    void badRowsBecomeDeadLettersAndTheOthersGoOn() throws Exception {
        Row good = new Row(3, "good", "salle");
        Path input = Files.writeString(
                stage.folder("bad.csv"), Row.HEADER + "one;no number;salle\n2;missing\n" + good.csv() + "\n");
        RelaisRun run = run("--until-idle", "--json", "--csv", input.toString(), "--set", "operation-db.boolean=false");
        assertThat(run.awaitExit(RUN_LIMIT)).isEqualTo(3);
        assertThat(run.json().path("dead_letters").asLong()).isEqualTo(2);
        assertThat(run.json().path("done").asLong()).isEqualTo(1);
        checkLines(run, List.of(good));
        checkDecision(run, 1, 2);

        RelaisRun again = run("--set", "service-csv.call.interval=1 s");
        again.awaitStarted();
        try (Log log = new Log(again.info().bootstrap())) {
            List<ConsumerRecord<String, String>> letters = log.all(Topics.SERVICE_CSV.deadLettersIn("formation"));
            assertThat(letters.stream().map(letter -> Log.header(letter, "relais-origin")))
                    .allMatch(origin -> String.valueOf(origin).contains("formation.csv"));
            assertThat(letters.stream().map(ConsumerRecord::value))
                    .containsExactlyInAnyOrder("one;no number;salle", "2;missing");
            assertThat(letters.stream().map(letter -> Log.header(letter, "relais-error")))
                    .doesNotContainNull();
        }
    }

    @Test
    void secondStartIsRefusedAndCtrlCEndsTheFirst() throws Exception {
        RelaisRun run = run();
        run.awaitStarted();
        RelaisRun second = run("--until-idle");
        assertThat(second.awaitExit(RUN_LIMIT)).isEqualTo(1);
        assertThat(second.text()).contains(run.data().getFileName().toString(), Long.toString(run.pid()));
        assertThat(processesOf(run)).as("while it runs").isNotEmpty();

        run.interrupt();
        assertThat(run.awaitExit(STOP_LIMIT)).isEqualTo(130);
        assertThat(run.survivors()).isEmpty();
        assertThat(processesOf(run)).isEmpty();
    }

    @Test
    void nextStartGoesOnAfterTheLauncherWasKilled() throws Exception {
        List<Row> rows = Row.many("row", 3_000, 100);
        Path input = stage.folder("formation.csv");
        Feeder.writeAll(input, rows.subList(0, 2_000));
        RelaisRun killed = run("--csv", input.toString(), "--set", "operation-db.boolean=true");
        eventually(RUN_LIMIT, () -> assertThat(killed.outputFile()).isNotEmptyFile());
        assertThat(processesOf(killed)).as("while it runs").isNotEmpty();
        killed.killLauncher();
        eventually(STOP_LIMIT, () -> assertThat(processesOf(killed)).isEmpty());

        Feeder.append(killed.csvFolder().resolve("formation.csv"), rows.subList(2_000, 3_000));
        RelaisRun next = run("--until-idle", "--json", "--set", "operation-db.boolean=true");
        assertThat(next.awaitExit(RUN_LIMIT)).isZero();
        new Evidence("formation", rows).checkFile(next.outputFile());
        assertThat(next.json().path("done").asLong()).isEqualTo(3_000);
        checkDecision(next, 3_000, 3_002);
    }

    /** The outside database, which begins with two rows, has what the local one agreed to: all, or nothing. */
    private static void checkDecision(RelaisRun run, long trainings, long formations) throws IOException {
        JsonNode tables = run.json().path("tables");
        assertThat(tables.path("iris.training").asLong()).isEqualTo(trainings);
        assertThat(tables.path("public.formation").asLong()).isEqualTo(formations);
    }

    /** Every process that names this run's data directory in its command line, or lives in it. */
    private static List<String> processesOf(RelaisRun run) throws IOException {
        String data = run.data().toRealPath().toString();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> process.info().commandLine().orElse("").contains(data)
                            || String.valueOf(workingFolder(process.pid())).startsWith(data))
                    .map(process ->
                            process.pid() + " " + process.info().commandLine().orElse("?"))
                    .toList();
        }
    }

    /** Where /proc tells it. {@return null if the process is gone} */
    private static @Nullable Path workingFolder(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
        } catch (IOException goneOrNotOurs) {
            return null;
        }
    }

    private RelaisRun run(String... options) throws IOException {
        return stage.run(List.of(options));
    }
}
