package org.relais.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.relais.db.TestDatabase.ASSIGNMENT;
import static org.relais.db.TestDatabase.FIRST;
import static org.relais.db.TestDatabase.SECOND;
import static org.relais.db.TestDatabase.cursor;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relais.runtime.Assignment;
import org.relais.runtime.Cursor;
import org.relais.runtime.FencedException;
import org.relais.runtime.HaltException;
import org.relais.runtime.RetryableException;

/** Two processes, lost connections, and a database that is not there. */
@Timeout(120)
final class FailoverTest {

    private static final Table ROWS = Table.named("public.rows").int8("id");

    private TestDatabase database;

    @BeforeEach
    void create() throws SQLException {
        database = TestDatabase.create();
        database.execute("CREATE TABLE rows (id int8)");
    }

    @Test
    void aProcessThatLostItsPartitionIsFenced() throws SQLException {
        try (JdbcSink zombie = opened();
                JdbcSink successor = opened()) {
            commit(zombie, 1, 10);
            assertThat(successor.open(ASSIGNMENT)).containsEntry(FIRST, cursor(10));
            put(zombie, 99);
            commit(successor, 2, 20);
            assertThatExceptionOfType(FencedException.class).isThrownBy(() -> zombie.commit(Map.of(FIRST, cursor(20))));
            assertThat(rows()).containsExactly("1", "2");
            assertThat(zombie.open(ASSIGNMENT)).containsEntry(FIRST, cursor(20));
            commit(zombie, 3, 30);
            assertThat(rows()).containsExactly("1", "2", "3");
        }
    }

    @Test
    void theSecondOfTwoFirstCommitsIsFenced() throws SQLException {
        try (JdbcSink one = opened();
                JdbcSink other = opened()) {
            commit(one, 1, 10);
            put(other, 99);
            assertThatExceptionOfType(FencedException.class).isThrownBy(() -> other.commit(Map.of(FIRST, cursor(10))));
        }
        assertThat(rows()).containsExactly("1");
    }

    @Test
    void onePartitionThatIsFencedFencesTheBatch() throws SQLException {
        try (JdbcSink one = opened();
                JdbcSink other = opened()) {
            commit(one, 1, 10);
            put(other, 99);
            assertThatExceptionOfType(FencedException.class)
                    .isThrownBy(() -> other.commit(Map.of(FIRST, cursor(10), SECOND, cursor(5))));
            assertThat(other.open(ASSIGNMENT)).isEqualTo(Map.of(FIRST, cursor(10)));
        }
        assertThat(rows()).containsExactly("1");
    }

    @Test
    void openWaitsForATransactionOfWhichNobodyKnowsHowItEnds() throws SQLException {
        try (JdbcSink sink = opened();
                Connection unknown = database.connect();
                Statement statement = unknown.createStatement()) {
            commit(sink, 1, 10);
            unknown.setAutoCommit(false);
            statement.execute("UPDATE relais.cursor SET next_offset = 20");
            assertThatExceptionOfType(RetryableException.class)
                    .isThrownBy(() -> sink.open(ASSIGNMENT))
                    .withMessageContaining("55P03");
            unknown.commit();
            assertThat(sink.open(ASSIGNMENT)).containsEntry(FIRST, cursor(20));
        }
    }

    @Test
    void aConnectionLostBeforeCommitLosesNothing() throws SQLException {
        try (JdbcSink sink = opened()) {
            commit(sink, 1, 10);
            put(sink, 2);
            database.terminateConnections();
            assertThatExceptionOfType(RetryableException.class)
                    .isThrownBy(() -> sink.commit(Map.of(FIRST, cursor(20))));
            assertThat(sink.open(ASSIGNMENT)).containsEntry(FIRST, cursor(10));
            commit(sink, 2, 20);
        }
        assertThat(rows()).containsExactly("1", "2");
    }

    @Test
    void aConnectionLostBeforePushIsRetried() throws SQLException {
        try (JdbcSink sink = opened()) {
            database.terminateConnections();
            assertThatExceptionOfType(RetryableException.class).isThrownBy(() -> put(sink, 1));
            sink.open(ASSIGNMENT);
            commit(sink, 1, 10);
        }
        assertThat(rows()).containsExactly("1");
    }

    @Test
    void aCommitWhoseAnswerWasLostIsFoundInTheCursor() throws Exception {
        try (LossyProxy proxy = new LossyProxy(database.port());
                JdbcSink sink = new JdbcSink(TestDatabase.settings(database.url(proxy.port())))) {
            sink.open(ASSIGNMENT);
            commit(sink, 1, 10);
            put(sink, 2);
            proxy.loseAnswerToCommit();
            assertThatExceptionOfType(RetryableException.class)
                    .isThrownBy(() -> sink.commit(Map.of(FIRST, cursor(20))))
                    .withMessageContaining("may or may not be committed");
            assertThat(sink.open(ASSIGNMENT)).containsEntry(FIRST, cursor(20));
            commit(sink, 3, 30);
        }
        assertThat(rows()).containsExactly("1", "2", "3");
    }

    @Test
    void aTopicThatWasMadeAnewHalts() throws SQLException {
        try (JdbcSink sink = opened()) {
            commit(sink, 1, 10);
            Map<TopicPartition, Uuid> anew = Map.of(FIRST, Uuid.randomUuid());
            assertThatExceptionOfType(HaltException.class)
                    .isThrownBy(() -> sink.open(new Assignment(anew, Map.of())))
                    .withMessageContaining("DELETE FROM relais.cursor WHERE topic = '" + FIRST.topic() + "'");
            database.execute("DELETE FROM relais.cursor WHERE topic = '" + FIRST.topic() + "'");
        }
        try (JdbcSink sink = new JdbcSink(database.settings())) {
            assertThat(sink.open(new Assignment(Map.of(FIRST, Uuid.randomUuid()), Map.of())))
                    .isEmpty();
        }
    }

    @Test
    void aCursorOfATopicMadeAnewMeanwhileDoesNotMove() throws SQLException {
        try (JdbcSink sink = opened()) {
            commit(sink, 1, 10);
            put(sink, 2);
            Cursor anew = new Cursor(
                    Uuid.randomUuid(), 20, cursor(0).leaderEpoch(), cursor(0).outcomes());
            assertThatExceptionOfType(FencedException.class).isThrownBy(() -> sink.commit(Map.of(FIRST, anew)));
            assertThat(sink.open(ASSIGNMENT)).isEqualTo(Map.of(FIRST, cursor(10)));
        }
        assertThat(rows()).containsExactly("1");
    }

    @Test
    void aDatabaseThatIsNotUpYetIsRetriedWithoutTellingSecrets() throws IOException {
        int port = freePort();
        try (JdbcSink sink = new JdbcSink(TestDatabase.settings("jdbc:postgresql://localhost:" + port + "/postgres"))) {
            retriesWithoutTellingSecrets(sink);
            try (EmbeddedPostgres late =
                    EmbeddedPostgres.builder().setPort(port).start()) {
                assertThat(late.getPort()).isEqualTo(port);
                assertThat(sink.open(ASSIGNMENT)).isEmpty();
            }
            retriesWithoutTellingSecrets(sink);
        }
    }

    @Test
    void manyCopiesOfBothOperationsMayStartAtOnceOnOneDatabase() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> copies = new ArrayList<>();
            for (int copy = 0; copy < 4; copy++) {
                String name = copy % 2 == 0 ? "training" : "postgres";
                copies.add(() -> startUntilItSucceeds(name));
            }
            for (Future<Integer> copy : threads.invokeAll(copies)) {
                assertThat(copy.get()).isLessThan(10);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(database.query("SELECT row(id, nom, salle)::text FROM formation ORDER BY inserted"))
                .containsExactly("(1,formation1,salle1)", "(2,formation2,salle2)");
        assertThat(database.query("SELECT count(*) FROM iris.training")).containsExactly("0");
    }

    @Test
    void aFormationTableThatIsThereIsLeftAsItIs() throws SQLException {
        database.execute("CREATE TABLE formation (id int8, nom varchar, salle varchar)");
        opened().close();
        assertThat(database.query("SELECT count(*) FROM formation")).containsExactly("0");
    }

    @Test
    void aMigrationDoesNotQueueForLongBehindThoseWhoUseTheTable() throws SQLException {
        database.execute("CREATE TABLE formation (id int8, nom varchar, salle varchar)");
        try (Connection user = lockedFormation();
                JdbcSink sink = new JdbcSink(database.settings())) {
            assertThatExceptionOfType(RetryableException.class)
                    .isThrownBy(() -> sink.open(ASSIGNMENT))
                    .withMessageContaining("55P03");
            user.rollback();
            assertThat(sink.open(ASSIGNMENT)).isEmpty();
        }
    }

    @Test
    void aMigrationMayTakeLongerThanAnyStatement() throws Exception {
        database.execute("CREATE TABLE formation (id int8, nom varchar, salle varchar)");
        try (Connection user = lockedFormation();
                JdbcSink sink = new JdbcSink(impatient())) {
            migratesAfter(Duration.ofSeconds(12), user, sink);
        }
        assertThat(database.query("SELECT max(inserted) FROM formation")).hasSize(1);
    }

    /** What the database itself allows is meant for those who use it. */
    @Test
    void aMigrationMayTakeLongerThanTheDatabaseAllows() throws Exception {
        database.execute("CREATE TABLE formation (id int8, nom varchar, salle varchar)");
        String name = database.query("SELECT current_database()").get(0);
        try (Connection user = lockedFormation();
                JdbcSink sink = new JdbcSink(impatient())) {
            database.execute("ALTER DATABASE " + name + " SET statement_timeout = '1s'");
            database.execute("ALTER DATABASE " + name + " SET idle_in_transaction_session_timeout = '1s'");
            migratesAfter(Duration.ofSeconds(5), user, sink);
        }
        assertThat(database.query("SELECT max(inserted) FROM formation")).hasSize(1);
    }

    @Test
    void aMigrationThatTakesLongHoldsUpNoOtherDatabaseAndTheSameOneForABoundedTime() throws Exception {
        database.execute("CREATE TABLE formation (id int8, nom varchar, salle varchar)");
        try (Connection user = lockedFormation();
                JdbcSink slow = new JdbcSink(impatient());
                JdbcSink elsewhere = new JdbcSink(TestDatabase.create().settings());
                JdbcSink beside = new JdbcSink(named("training", database.settings()))) {
            Future<?> migration = opening(slow);
            awaitBlocked(migration, user);
            assertThat(elsewhere.open(ASSIGNMENT)).isEmpty();
            assertThatExceptionOfType(RetryableException.class)
                    .isThrownBy(() -> beside.open(ASSIGNMENT))
                    .withMessageContaining("another operation's are being made there");
            assertThat(migration).isNotDone();
            user.rollback();
            migration.get(60, TimeUnit.SECONDS);
            assertThat(beside.open(ASSIGNMENT)).isEmpty();
        }
    }

    /** Has a migration wait so long for somebody who uses the table. */
    private static void migratesAfter(Duration pause, Connection user, JdbcSink sink) throws Exception {
        Future<Map<TopicPartition, Cursor>> migration = opening(sink);
        awaitBlocked(migration, user);
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        assertThat(migration).isNotDone();
        user.rollback();
        assertThat(migration.get(60, TimeUnit.SECONDS)).isEmpty();
    }

    private static Future<Map<TopicPartition, Cursor>> opening(JdbcSink sink) {
        return CompletableFuture.supplyAsync(() -> sink.open(ASSIGNMENT), task -> new Thread(task, "opening").start());
    }

    /** Waits until a migration waits for the table that this user has locked, or is over. */
    private static void awaitBlocked(Future<?> migration, Connection user) throws SQLException {
        while (!migration.isDone() && !isWaitedFor(user)) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static boolean isWaitedFor(Connection user) throws SQLException {
        try (Statement statement = user.createStatement();
                ResultSet waiting = statement.executeQuery("""
                        SELECT 1 FROM pg_locks
                        WHERE NOT granted AND relation = 'formation'::regclass
                            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""")) {
            return waiting.next();
        }
    }

    /** {@return settings that let nobody wait for long but for a lock} */
    private DatabaseSettings impatient() {
        return waitingForLocks(Duration.ofSeconds(1));
    }

    /** {@return settings with which one copy may wait for another one's migration} */
    private DatabaseSettings patient() {
        return waitingForLocks(database.settings().statementTimeout());
    }

    private DatabaseSettings waitingForLocks(Duration statementTimeout) {
        DatabaseSettings all = database.settings();
        return new DatabaseSettings(
                all.name(),
                all.url(),
                all.user(),
                all.password(),
                all.poolSize(),
                all.connectTimeout(),
                Duration.ofMinutes(1),
                statementTimeout);
    }

    private static DatabaseSettings named(String name, DatabaseSettings all) {
        return new DatabaseSettings(
                name,
                all.url(),
                all.user(),
                all.password(),
                all.poolSize(),
                all.connectTimeout(),
                all.lockTimeout(),
                all.statementTimeout());
    }

    private Connection lockedFormation() throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE formation");
        }
        return connection;
    }

    private static void retriesWithoutTellingSecrets(JdbcSink sink) {
        assertThatExceptionOfType(RetryableException.class)
                .isThrownBy(() -> sink.open(ASSIGNMENT))
                .withMessageContaining("refused")
                .satisfies(failure -> assertThat(stackTrace(failure))
                        .doesNotContain("very secret")
                        .doesNotContain("jdbc:"));
    }

    private int startUntilItSucceeds(String name) {
        try (JdbcSink sink = new JdbcSink(named(name, patient()))) {
            for (int failures = 0; ; failures++) {
                try {
                    sink.open(ASSIGNMENT);
                    return failures;
                } catch (RetryableException e) {
                    assertThat(failures).as(e.getMessage()).isLessThan(50);
                }
            }
        }
    }

    private JdbcSink opened() {
        JdbcSink sink = new JdbcSink(database.settings());
        sink.open(ASSIGNMENT);
        return sink;
    }

    private static void put(JdbcSink sink, long id) {
        sink.mark();
        sink.begin().insert(ROWS, id);
        sink.push();
    }

    private static void commit(JdbcSink sink, long id, long nextOffset) {
        put(sink, id);
        sink.commit(Map.of(FIRST, cursor(nextOffset)));
    }

    private List<String> rows() throws SQLException {
        return database.query("SELECT id FROM rows ORDER BY ctid");
    }

    /** {@return a port that nobody listens on, and none of those that a client's connection may get meanwhile} */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static String stackTrace(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
