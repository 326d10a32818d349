package org.relais.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.relais.db.TestDatabase.ASSIGNMENT;
import static org.relais.db.TestDatabase.FIRST;
import static org.relais.db.TestDatabase.cursor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relais.messages.Training;
import org.relais.messages.TrainingRequest;
import org.relais.runtime.RejectedException;

/** What handlers can do, beyond a plain row. */
final class RowsTest {

    private static final Table CHECKED = Table.named("public.checked").int8("id");
    private static final Table TRAINING =
            Table.named("public.training").text("name", 50).text("room", 50);

    private TestDatabase database;
    private JdbcSink sink;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.create();
        database.execute("CREATE TABLE checked (id int8 CHECK (id <> 13))");
        database.execute("CREATE TABLE training (name varchar(50), room varchar(50))");
        sink = new JdbcSink(database.settings());
        sink.open(ASSIGNMENT);
    }

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void rejectsWhatIsTooLongBeforeTheDatabaseSeesIt() throws SQLException {
        String fits = "😀".repeat(50);
        assertThat(Applied.rejected(sink, List.of(fits, fits + "x", fits + " ", "x".repeat(51)), this::insertTraining))
                .containsExactly(fits + "x", "x".repeat(51));
        sink.commit(Map.of(FIRST, cursor(1)));
        assertThat(database.query("SELECT name FROM training")).containsExactly(fits, fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\0", "é\0", "\uD83D", "a\uDE00é"})
    void rejectsWhatPostgresCannotStore(String text) throws SQLException {
        assertThat(Applied.rejected(sink, List.of("before", text, "after"), this::insertTraining))
                .containsExactly(text);
        sink.commit(Map.of(FIRST, cursor(1)));
        assertThat(database.query("SELECT name FROM training")).containsExactly("before", "after");
    }

    @Test
    void theTrainingOperationStoresInItsTable() throws SQLException {
        TestDatabase local = TestDatabase.create();
        DatabaseSettings settings =
                new DbSettingsBuilder().trainingUrl(local.url()).build().training();
        try (JdbcSink training = new JdbcSink(settings)) {
            training.open(ASSIGNMENT);
            training.mark();
            new TrainingOperation(Decision.TRUE, null)
                    .handle(new TrainingRequest(new Training("n".repeat(50), null)), training.begin());
            assertThatExceptionOfType(RejectedException.class)
                    .isThrownBy(() -> new TrainingOperation(Decision.TRUE, null)
                            .handle(new TrainingRequest(new Training("n", "r".repeat(51))), training.begin()))
                    .withMessage("room is longer than 50 characters");
            training.push();
            training.commit(Map.of(FIRST, cursor(1)));
        }
        assertThat(local.query("SELECT training::text FROM iris.training"))
                .containsExactly("(" + "n".repeat(50) + ",)");
    }

    @Test
    void theConnectionSeesTheRowsBefore() throws SQLException {
        sink.mark();
        sink.begin().insert(CHECKED, 1L);
        sink.mark();
        sink.begin().insert(CHECKED, 2L);
        assertThat(sum(sink.begin().connection())).isEqualTo(3);
        sink.begin().insert(CHECKED, 3L);
        sink.push();
        sink.commit(Map.of(FIRST, cursor(1)));
        assertThat(database.query("SELECT id FROM checked")).containsExactly("1", "2", "3");
    }

    @Test
    void undoTakesBackWhatWasDoneOverTheConnection() throws SQLException {
        for (long id = 1; id <= 4; id++) {
            sink.mark();
            sink.begin().insert(CHECKED, id);
            sum(sink.begin().connection());
            sink.begin().insert(CHECKED, 10 * id);
            if (id % 2 == 0) {
                sink.undo();
            }
        }
        sink.push();
        sink.commit(Map.of(FIRST, cursor(1)));
        assertThat(database.query("SELECT id FROM checked")).containsExactly("1", "10", "3", "30");
    }

    @Test
    void rollbackTakesBackWhatWasDoneOverTheConnection() throws SQLException {
        sink.begin().insert(CHECKED, 1L);
        sink.push();
        sink.mark();
        execute(sink.begin().connection(), "INSERT INTO checked VALUES (2)");
        sink.rollback();
        sink.mark();
        execute(sink.begin().connection(), "INSERT INTO checked VALUES (3)");
        sink.push();
        sink.mark();
        execute(sink.begin().connection(), "INSERT INTO checked VALUES (4)");
        sink.rollback();
        sink.commit(Map.of(FIRST, cursor(1)));
        assertThat(database.query("SELECT id FROM checked")).containsExactly("1", "3");
    }

    @Test
    void aRowRefusedWhenALaterMessageNeedsTheConnectionIsNotThatMessagesFault() throws SQLException {
        List<Long> messages = List.of(1L, 13L, 2L, 3L, 13L, 4L);
        assertThat(Applied.rejected(sink, messages, this::insertAndSometimesAsk))
                .containsExactly(13L, 13L);
        sink.commit(Map.of(FIRST, cursor(1)));
        assertThat(database.query("SELECT id FROM checked")).containsExactly("1", "2", "3", "4");
    }

    /** That is where the batch is divided first. */
    @Test
    void tellsWhichMessageTheDatabaseRefuses() {
        for (long refused = 0; refused < 4; refused++) {
            for (long message = 0; message < 4; message++) {
                sink.mark();
                sink.begin().insert(CHECKED, message);
                sink.begin().insert(TRAINING, "a", "b");
                sink.begin().insert(CHECKED, message == refused ? 13L : message);
            }
            assertThatExceptionOfType(RejectedException.class)
                    .isThrownBy(sink::push)
                    .extracting(RejectedException::place)
                    .isEqualTo((int) refused);
            sink.rollback();
        }
    }

    @Test
    void tellsItAlsoOfRowsSentForALaterMessage() throws SQLException {
        for (long id : List.of(1L, 2L, 13L)) {
            sink.mark();
            sink.begin().insert(CHECKED, id);
        }
        sink.mark();
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> sink.begin().connection())
                .extracting(RejectedException::place)
                .isEqualTo(2);
        sink.rollback();
    }

    @Test
    void aStoppedProcessDoesNotHoldLocksForLong() throws SQLException {
        try (Statement statement = sink.begin().connection().createStatement();
                ResultSet result = statement.executeQuery("""
                        SELECT current_setting('idle_in_transaction_session_timeout'), current_setting('lock_timeout'),
                            current_setting('statement_timeout'), current_setting('application_name')""")) {
            result.next();
            assertThat(List.of(result.getString(1), result.getString(2), result.getString(3), result.getString(4)))
                    .containsExactly("10s", "500ms", "5s", "relais-postgres");
        }
    }

    private void insertTraining(String name, Rows rows) {
        rows.insert(TRAINING, name, null);
    }

    private void insertAndSometimesAsk(long id, Rows rows) {
        rows.insert(CHECKED, id);
        if (id % 2 == 0) {
            try {
                sum(rows.connection());
            } catch (SQLException e) {
                throw Failures.of(e);
            }
        }
    }

    private static long sum(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT sum(id) FROM checked")) {
            result.next();
            return result.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
