package org.relais.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relais.messages.Bodies;
import org.relais.messages.ComponentStatus;
import org.relais.messages.Envelope;
import org.relais.messages.Ids;
import org.relais.messages.Topics;

/** status, tail and settings, with copies of components that are played by hand. */
class LookingCommandsTest {
    private final Played production;

    LookingCommandsTest() throws Exception {
        production = new Played();
        production.create(List.of(Topics.status(production.name()), Topics.settings(production.name())), 1);
    }

    @AfterEach
    void close() {
        production.close();
    }

    @Test
    void statusShowsJobsWithTheirCopiesLagCountsAndDeadLetters() throws Exception {
        say("operation-db", "0", Instant.now(), "RUNNING", "", 0);
        say("operation-db", "1", Instant.now(), "RETRYING", "the database is away\u001b", 0);
        say("operation-db", "x", Instant.now().minusSeconds(7_200), "RUNNING", "", 0);
        say("process-router", "0", Instant.now().minusSeconds(60), "RUNNING", "", 0);
        for (int i = 0; i < 3; i++) {
            production.send(
                    Topics.TRAINING_OPERATION.in(production.name()), 0, Instant.now(), "k", "{}", new RecordHeaders());
        }
        production.commit(Topics.TRAINING_OPERATION, null, 0, 2);
        production.deadLetter(
                Topics.TRAINING_OPERATION, 0, "k", "{}", new RecordHeaders(), "no", "x/0@1", Instant.now());
        List<String> lines = Command.run(production, "status", "--interval", "10ms")
                .out()
                .lines()
                .toList();
        assertThat(lines.get(1).split(" {2,}"))
                .containsExactly(
                        "operation-db", "training-operation", "2", "1 RETRYING, 1 RUNNING", "1", "0.0", "1", "1");
        assertThat(lines.get(2)).contains("SILENT");
        assertThat(lines.get(3)).contains("copy 1", "retrying: the database is away?");
        assertThat(lines).last().asString().startsWith("1 dead letter");
        JsonNode json = new ObjectMapper()
                .readTree(Command.run(production, "status", "--json").out());
        assertThat(json.at("/jobs/0/copies").size()).isEqualTo(2);
        assertThat(json.path("dead_letters").asLong()).isEqualTo(1);
        assertThat(Command.run(production, "dead-letters", "discard", "training-operation/0@0")
                        .exitCode())
                .isZero();
        assertThat(Command.run(production, "status").out()).doesNotContain("dead letter:");
    }

    @Test
    @Timeout(120)
    void tailShowsMessagesOfAllComponentsOrOfOne() throws Exception {
        Instant now = Instant.now();
        Envelope request = Played.opening(Ids.session(), now);
        production.send(Topics.ROUTER.in(production.name()), 0, now, "k", "{\"a\":\"\u001b\"}", request.headers());
        production.send(Topics.FILE_OPERATION.in(production.name()), 0, now, "k", "no json", request.headers());
        Command router = Command.run(production, "tail", "process-router", "--from-beginning", "--max", "1");
        assertThat(router.out())
                .contains(request.session(), "service-csv -> router", "FormationRequest")
                .hasLineCount(1);
        Command all = Command.run(production, "tail", "--from-beginning", "--max", "2", "--json");
        assertThat(all.out().lines()).hasSize(2);
        for (String line : all.out().lines().toList()) {
            assertThat(new ObjectMapper().readTree(line).path("session").asText())
                    .isEqualTo(request.session());
        }
        assertThat(Command.run(production, "tail", "nobody").err())
                .contains("has no topics")
                .hasLineCount(1);
    }

    @Test
    @Timeout(120)
    void tailShowsWhatAServiceCouldNotRead() throws Exception {
        Instant now = Instant.now();
        production.send(Topics.ROUTER.in(production.name()), 0, now, "k", "{}", new RecordHeaders());
        production.deadLetter(Topics.SERVICE_CSV, 0, "f", "2;missing", new RecordHeaders(), "short", "f.csv:2", now);
        Command csv = Command.run(production, "tail", "service-csv", "--from-beginning", "--max", "1");
        assertThat(csv.out()).contains("short: ").hasLineCount(1);
    }

    @Test
    void settingsAreShownWithTheirOrigin() throws Exception {
        say("service-csv", "0", Instant.now(), "RUNNING", "", 0);
        assertThat(Command.run(production, "settings")
                        .out()
                        .lines()
                        .toList()
                        .get(1)
                        .split(" {2,}"))
                .containsExactly("service-csv", "all", "call.interval", "5 s", "default");
        assertThat(Command.run(production, "settings", "service-csv", "set", "nonsense", "1"))
                .returns(2, Command::exitCode);
        assertThat(Command.run(production, "settings", "service-csv", "revert", "nonsense"))
                .returns(2, Command::exitCode);
        assertThat(Command.run(production, "settings", "service-csv", "sett", "a", "1"))
                .returns(2, Command::exitCode);
        assertThat(Command.run(production, "settings", "absent").err())
                .contains("no copy of 'absent'")
                .hasLineCount(1);
    }

    @Test
    void aChangeIsWaitedForUntilEachCopyHasAcknowledgedIt() throws Exception {
        say("service-csv", "0", Instant.now(), "RUNNING", "", 0);
        say("service-csv", "1", Instant.now(), "RUNNING", "", 1);
        String[] change = {"settings", "service-csv", "set", "call.interval", "1 s", "--timeout", "300ms"};
        Command late = Command.run(production, change);
        assertThat(late.exitCode()).isEqualTo(4);
        assertThat(late.err()).contains("copy 0, has not acknowledged").hasLineCount(1);
        say("service-csv", "0", Instant.now(), "DISABLED", "", 9);
        say("service-csv", "1", Instant.now(), "DISABLED", "", 9);
        assertThat(Command.run(production, change).out().lines()).hasSize(2);
        assertThat(Command.run(production, "stop", "service-csv").exitCode()).isZero();
        assertThat(Command.run(production, "start", "service-csv", "--timeout", "300ms")
                        .exitCode())
                .isEqualTo(4);
    }

    @Test
    void whatKafkasClientsAreGivenCanBeSetAndTakenBack() throws Exception {
        say("service-csv", "0", Instant.now(), "RUNNING", "", 9);
        String[] set = {"settings", "service-csv", "set", "kafka.linger.ms", "5"};
        assertThat(Command.run(production, set)).returns(0, Command::exitCode);
        assertThat(Command.run(production, "settings", "service-csv", "revert", "kafka.linger.ms"))
                .returns(0, Command::exitCode);
        assertThat(production.records(Topics.settings(production.name()), 1))
                .allSatisfy(record -> assertThat(record.key()).isEqualTo("service-csv/kafka.linger.ms".getBytes(UTF_8)))
                .satisfiesExactly(
                        record -> assertThat(record.value()).isNotNull(),
                        record -> assertThat(record.value()).isNull());
    }

    @Test
    void aValueCanBeTakenBackWhileNoCopyRuns() throws Exception {
        say("service-csv", "0", Instant.now().minusSeconds(60), "RUNNING", "", 0);
        assertThat(Command.run(production, "settings", "service-csv", "set", "call.interval", "1 s"))
                .returns(1, Command::exitCode);
        Command revert = Command.run(production, "settings", "service-csv", "revert", "call.interval");
        assertThat(revert.exitCode()).as(revert.err()).isZero();
        assertThat(revert.out()).contains("call.interval is taken back; no copy is running");
        assertThat(production.records(Topics.settings(production.name()), 1))
                .singleElement()
                .satisfies(record -> assertThat(record.key()).isEqualTo("service-csv/call.interval".getBytes(UTF_8)))
                .satisfies(record -> assertThat(record.value()).isNull());
    }

    @Test
    void allLiveValuesAreTakenBackByWhatWasWrittenNotByWhatIsInForce() throws Exception {
        live("service-csv/delimiter", "xx");
        live("service-csv/quote", "'");
        live("service-rest/timeout", "1 s");
        say("service-csv", "0", Instant.now(), "RUNNING", "", 9);
        Command revert = Command.run(production, "settings", "service-csv", "revert");
        assertThat(revert.exitCode()).as(revert.err()).isZero();
        assertThat(takenBack()).containsExactly("service-csv/delimiter", "service-csv/quote");
        assertThat(Command.run(production, "settings", "service-csv", "revert").out())
                .contains("service-csv has no live settings");

        live("service-csv/delimiter", "xx");
        say("service-csv", "0", Instant.now().minusSeconds(60), "RUNNING", "", 9);
        assertThat(Command.run(production, "settings", "service-csv", "revert").out())
                .contains("delimiter is taken back; no copy is running")
                .hasLineCount(1);
        assertThat(takenBack()).hasSize(3);
        assertThat(Command.run(production, "settings", "nobody", "revert").err())
                .contains("no copy of 'nobody'")
                .hasLineCount(1);
    }

    @Test
    void aValueThatWasWrongBeforeDoesNotMakeAnotherChangeFail() throws Exception {
        live("service-csv/delimiter", "xx");
        complain("DISABLED", "delimiter = xx (live): expected a single character");
        for (List<String> change : List.of(
                List.of("stop", "service-csv"),
                List.of("settings", "service-csv", "set", "call.interval", "1 s"),
                List.of("settings", "service-csv", "revert", "call.interval"))) {
            Command done = Command.run(production, change.toArray(String[]::new));
            assertThat(done.exitCode()).as(change + done.err()).isZero();
            assertThat(done.err())
                    .startsWith("relais: not in force: delimiter = xx (live)")
                    .contains("'relais settings service-csv revert delimiter'")
                    .hasLineCount(1);
        }
    }

    @Test
    void aRefusedValueIsToBeTakenBackByItsOwnKey() throws Exception {
        live("service-csv/delimiter", "xx");
        complain("RUNNING", "delimiter = xx (live): expected a single character");
        Command wrong = Command.run(production, "settings", "service-csv", "set", "delimiter", "xx");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("revert delimiter'").hasLineCount(1);

        complain("RUNNING", "these do not go together");
        Command unclear = Command.run(production, "settings", "service-csv", "set", "call.interval", "1 s");
        assertThat(unclear.exitCode()).isEqualTo(1);
        assertThat(unclear.err()).contains("'relais settings service-csv revert'");
    }

    @Test
    void isStoppedWhenItIsStoppedWhateverElseIsWrong() throws Exception {
        live("service-csv/delimiter", "xx");
        complain("RUNNING", "delimiter = xx (live): expected a single character");
        Command stop = Command.run(production, "stop", "service-csv", "--timeout", "300ms");
        assertThat(stop.exitCode()).isEqualTo(4);
        assertThat(stop.err()).contains("is not done with it in time", "revert delimiter'");

        complain("RUNNING", "enabled = no (live): expected true or false");
        assertThat(Command.run(production, "stop", "service-csv").exitCode()).isEqualTo(1);
    }

    @Test
    void noSecretIsWrittenWhereEverybodyCanReadIt() throws Exception {
        complain("RUNNING");
        for (String key : List.of("login", "training.password", "tokens", "kafka.sasl.jaas.config")) {
            Command set = Command.run(production, "settings", "service-csv", "set", key, "hidden");
            assertThat(set.exitCode()).isEqualTo(2);
            assertThat(set.err())
                    .contains(key, "is a secret")
                    .doesNotContain("hidden")
                    .hasLineCount(1);
        }
        assertThat(production.records(Topics.settings(production.name()), 1)).isEmpty();
    }

    @Test
    void statusShowsWhatOnlyTheCopiesCanTell() throws Exception {
        Instant now = Instant.now();
        figures("0", 1, now.plusSeconds(8), 50, 0); // by a clock that is ahead: the test may take its time
        figures("0", 1, now.plusSeconds(10), 70, 3);
        figures("1", 2, now.minusSeconds(20), 400, 0);
        figures("1", 3, now.minusSeconds(1), 8, 4); // another process now: from it no rate is known yet
        figures("2", 4, now.minusSeconds(300), 1_000, 9); // dead
        assertThat(Command.run(production, "status", "--interval", "10ms")
                        .out()
                        .lines()
                        .toList()
                        .get(1)
                        .split(" {2,}"))
                .containsExactly("service-rest", "service-rest", "3", "2 RUNNING, 1 SILENT", "7", "10.0", "78", "0");
    }

    private void figures(String copy, long pid, Instant time, long done, long waiting) throws Exception {
        ComponentStatus.Part part =
                new ComponentStatus.Part("service-rest", "RUNNING", "", new ComponentStatus.Figures(done, waiting));
        say(new ComponentStatus(
                "service-rest", copy, "host", pid, time.toString(), List.of(part), List.of(), List.of(), 0));
    }

    private void live(String key, String value) throws Exception {
        production.send(Topics.settings(production.name()), 0, Instant.now(), key, value, new RecordHeaders());
    }

    private List<String> takenBack() {
        return production.records(Topics.settings(production.name()), 1).stream()
                .filter(record -> record.value() == null)
                .map(record -> new String(record.key(), UTF_8))
                .toList();
    }

    /** A copy of service-csv has looked at all live settings, and says what is wrong with them. */
    private void complain(String state, String... problems) throws Exception {
        List<ComponentStatus.Value> values = List.of(
                new ComponentStatus.Value("call.interval", "5 s", "default"),
                new ComponentStatus.Value("delimiter", ";", "default"),
                new ComponentStatus.Value("login", "***", "default"));
        say(new ComponentStatus(
                "service-csv",
                "0",
                "host",
                1,
                Instant.now().toString(),
                List.of(new ComponentStatus.Part("service-csv", state, "")),
                values,
                List.of(problems),
                Long.MAX_VALUE));
    }

    private void say(String component, String copy, Instant time, String state, String reason, long settingsOffset)
            throws Exception {
        String job = switch (component) {
            case "operation-db" -> "training-operation";
            case "process-router" -> "router";
            default -> component;
        };
        say(new ComponentStatus(
                component,
                copy,
                "host",
                1,
                time.toString(),
                List.of(new ComponentStatus.Part(job, state, reason)),
                List.of(new ComponentStatus.Value("call.interval", "5 s", "default")),
                List.of(),
                settingsOffset));
    }

    private void say(ComponentStatus status) throws Exception {
        String body = new String(Bodies.of(ComponentStatus.class).write(status), UTF_8);
        Instant time = Instant.parse(status.time());
        production.send(Topics.status(production.name()), 0, time, status.key(), body, new RecordHeaders());
    }
}
