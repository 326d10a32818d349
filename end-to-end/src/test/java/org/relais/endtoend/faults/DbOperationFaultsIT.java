package org.relais.endtoend.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.endtoend.Eventually.eventually;
import static org.relais.endtoend.faults.LoneProduction.LIMIT;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.relais.endtoend.LoneComponent;
import org.relais.endtoend.Row;
import org.relais.endtoend.Signals;
import org.relais.endtoend.Stage;
import org.relais.endtoend.faults.EveryCallAnswered.Answer;
import org.relais.launcher.Postgres;

/** What databases and those who run them do to operation-db. */
final class DbOperationFaultsIT {
    private static final int ROWS = 600;
    private static final String REFUSED = "refused";

    @RegisterExtension
    static final SharedServers SERVERS = new SharedServers();

    @RegisterExtension
    final Stage stage = new Stage();

    private LoneProduction production;

    @BeforeEach
    void begin() {
        production = SERVERS.production(stage).with("max.poll.records", "20");
        production.createTopics(Called.TRAINING);
    }

    /** Once before COMMIT arrives, once before its answer does, and so on in turn. */
    @Test
    void aConnectionThatBreaksAroundCommitLosesAndDoublesNothing() throws Exception {
        try (Wire wire = new Wire(SERVERS.servers().postgresPort())) {
            CommitBreaker breaker = new CommitBreaker();
            Map<String, String> settings = production.database(wire);
            // Else the driver sends the word only once on each connection, and then refers to it.
            settings.compute("training.url", (key, url) -> url + "?prepareThreshold=0");
            LoneComponent component = stage.closing(production.start("operation-db", settings));
            production.call(Called.TRAINING, 20);
            production.awaitAnswers(
                    20); // the migrations of a new database commit, too, and would never come to their end
            wire.watch(breaker);
            production.call(Called.TRAINING, ROWS);
            production.checkAnswers();
            production.checkTraining();
            assertThat(breaker.broken.get()).as("broken connections").isGreaterThan(2);
            assertThat(component.output()).contains("may or may not be committed");
        }
    }

    /** Breaks the connection at each fourth COMMIT: in turn before it arrives and before its answer does. */
    private static final class CommitBreaker implements Wire.Watch {
        private final AtomicInteger commits = new AtomicInteger();
        private final AtomicInteger broken = new AtomicInteger();

        @Override
        public synchronized boolean passes(boolean fromClient, byte[] bytes) {
            if (fromClient && new String(bytes, ISO_8859_1).contains("COMMIT")) {
                commits.incrementAndGet();
            }
            boolean isBeforeArrival = broken.get() % 2 == 0;
            boolean strikes = commits.get() % 4 == 3 && fromClient == isBeforeArrival;
            if (strikes) {
                commits.incrementAndGet();
                broken.incrementAndGet();
            }
            return !strikes;
        }
    }

    /** A statement is given up after 1 s, the connection 10 s later; the server gives up the transaction after 10 s, too. */
    @Test
    void connectionsThatFallSilentAreGivenUp() throws Exception {
        List<Silenced> all = new ArrayList<>();
        for (Wire.State silence : List.of(Wire.State.DEAF, Wire.State.DUMB, Wire.State.BLACK_HOLE)) {
            all.add(new Silenced(silence));
        }
        for (Silenced each : all) {
            each.own.call(Called.TRAINING, 1_000);
            each.before = each.component.output().length();
            each.wire.become(each.silence);
            each.own.call(Called.TRAINING, 20); // the others may be done
        }
        for (Silenced each : all) {
            awaitRetry(each.component, each.before);
            each.wire.become(Wire.State.WHOLE);
        }
        for (Silenced each : all) {
            each.own.checkAnswers();
            each.own.checkTraining();
        }
    }

    /** Until the log tells of one, behind so many letters. */
    private static void awaitRetry(LoneComponent component, int before) {
        eventually(LIMIT, () -> assertThat(component.output().substring(before)).contains("will be tried again"));
    }

    /** A component at work, on a connection of its own that is about to fall silent. */
    private final class Silenced {
        private final Wire.State silence;
        private final Wire wire = stage.closing(new Wire(SERVERS.servers().postgresPort()));
        private final LoneProduction own = SERVERS.production(stage).with("max.poll.records", "20");
        private final LoneComponent component;
        private int before;

        Silenced(Wire.State silence) throws IOException {
            this.silence = silence;
            Map<String, String> settings = own.database(wire);
            settings.put("statement.timeout", "1 s");
            own.createTopics(Called.TRAINING);
            component = stage.closing(own.startIn(stage.folder(silence.name()), "operation-db", settings));
            own.call(Called.TRAINING, 20);
            own.awaitAnswers(20);
        }
    }

    @Test
    void aSlowConnectionThatIsResetAgainAndAgainLosesAndDoublesNothing() throws Exception {
        try (Wire wire = new Wire(SERVERS.servers().postgresPort())) {
            stage.closing(production.start("operation-db", production.database(wire)));
            production.call(Called.TRAINING, 20);
            production.awaitAnswers(20);
            for (int round = 0; round < 10; round++) {
                production.call(Called.TRAINING, 100);
                wire.become(round % 2 == 0 ? Wire.State.WHOLE : Wire.State.SLOW);
                LockSupport.parkNanos(round * 30_000_000L);
                wire.reset();
            }
            wire.become(Wire.State.WHOLE);
            production.checkAnswers();
            production.checkTraining();
        }
    }

    @Test
    void backendsThatAreTerminatedUnderLoadLoseAndDoubleNothing() throws Exception {
        stage.closing(production.start("operation-db", production.database()));
        production.call(Called.TRAINING, 20);
        production.awaitAnswers(20);
        int terminated = 0;
        for (int round = 0; round < 15; round++) {
            production.call(Called.TRAINING, 200);
            LockSupport.parkNanos(round * 10_000_000L);
            terminated += terminate();
        }
        assertThat(terminated).as("terminated backends").isPositive();
        production.checkAnswers();
        production.checkTraining();
    }

    @Test
    void anImmediateStopOfTheServerLosesAndDoublesNothing() throws Exception {
        LoneComponent component = stage.closing(production.start("operation-db", production.database()));
        production.call(Called.TRAINING, 20);
        production.awaitAnswers(20);
        production.call(Called.TRAINING, 3_000);
        production.awaitAnswers(100);
        int before = component.output().length();
        Signals.quit(SERVERS.servers().postgresPid());
        awaitRetry(component, before);
        production.checkAnswers();
        production.checkTraining();
    }

    @Test
    void waitsForALockForLongerThanItsLimit() throws Exception {
        Map<String, String> settings = production.database();
        settings.put("lock.timeout", "300 ms");
        LoneComponent component = stage.closing(production.start("operation-db", settings));
        production.call(Called.TRAINING, 20);
        production.awaitAnswers(20);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE iris.training IN ACCESS EXCLUSIVE MODE");
            production.call(Called.TRAINING, 100);
            eventually(
                    LIMIT,
                    () -> assertThat(component.output().split("55P03", -1)).hasSizeGreaterThan(2));
        }
        production.checkAnswers();
        production.checkTraining();
    }

    @Test
    void waitsForAConnectionWhileTheServerHasNoneLeft() throws Exception {
        List<Connection> taken = new ArrayList<>();
        try {
            takeAll(taken);
            LoneComponent component = stage.closing(production.start("operation-db", production.database()));
            production.call(Called.TRAINING, 100);
            eventually(LIMIT, () -> assertThat(component.output()).contains("53300"));
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
        production.checkAnswers();
        production.checkTraining();
    }

    /** The component stands still while they come, so that it finds each time all of them at once. */
    @Test
    void rejectedRowsTakeNoOthersWithThem() throws Exception {
        production.with("max.poll.records", "1000");
        LoneComponent component = stage.closing(production.start("operation-db", production.database()));
        production.call(Called.TRAINING, 1);
        production.awaitAnswers(1); // else there may be no table yet
        execute("ALTER TABLE iris.training ADD CONSTRAINT no_refused CHECK (room <> 'refused')");
        for (List<Integer> bad : List.of(List.of(0), List.of(10), List.of(19), List.of(0, 1, 10, 18, 19))) {
            Signals.pause(component.pid());
            production.call(
                    Called.TRAINING,
                    IntStream.range(0, 20).mapToObj(place -> row(place, bad)).toList());
            Signals.resume(component.pid());
            production.awaitAnswers(production.sent().size());
        }
        List<Row> refused = production.sent().stream()
                .filter(row -> row.salle().equals(REFUSED))
                .toList();
        List<Row> taken = production.sent().stream()
                .filter(row -> !row.salle().equals(REFUSED))
                .toList();
        assertThat(production.settledAnswers().stream()
                        .filter(answer -> !answer.isOk())
                        .map(Answer::inReplyTo))
                .containsExactlyInAnyOrderElementsOf(
                        refused.stream().map(Row::nom).toList());
        assertThat(production.settledAnswers()).hasSameSizeAs(production.sent());
        production.checkTraining(taken);
    }

    private Row row(int place, List<Integer> bad) {
        int number = production.sent().size() + place;
        return new Row(7, production.name() + "-row" + number, bad.contains(place) ? REFUSED : "room");
    }

    @Test
    void aBackupThatIsRestoredGetsItsRowsAgainAndNobodyASecondReply() throws Exception {
        try (LoneComponent first = production.start("operation-db", production.database())) {
            production.call(Called.TRAINING, 100);
            production.checkAnswers();
            first.kill();
        }
        execute(
                "CREATE TABLE backup_rows AS SELECT * FROM iris.training; CREATE TABLE backup_cursors AS SELECT * FROM relais.cursor");
        try (LoneComponent second = production.start("operation-db", production.database())) {
            production.call(Called.TRAINING, 150);
            production.checkAnswers();
            second.kill();
        }
        execute("BEGIN; DELETE FROM iris.training; INSERT INTO iris.training SELECT * FROM backup_rows;"
                + " DELETE FROM relais.cursor; INSERT INTO relais.cursor SELECT * FROM backup_cursors; COMMIT");
        stage.closing(production.start("operation-db", production.database()));
        production.call(Called.TRAINING, 50);
        production.checkAnswers();
        production.checkTraining();
    }

    /** {@return how many connections of the component there were} */
    private static int terminate() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var result = statement.executeQuery("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                        + " WHERE application_name = 'relais-training'")) {
            result.next();
            return result.getInt(1);
        }
    }

    private static void takeAll(List<Connection> taken) {
        try {
            while (true) {
                taken.add(connect());
            }
        } catch (SQLException none) {
            assertThat(none.getSQLState()).isEqualTo("53300");
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                String.valueOf(SERVERS.servers().jdbc().get("IRISAPP")), Postgres.USER, Postgres.PASSWORD);
    }
}
