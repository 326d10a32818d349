package org.relais.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.relais.db.TestDatabase.ASSIGNMENT;
import static org.relais.db.TestDatabase.FIRST;
import static org.relais.db.TestDatabase.SECOND;
import static org.relais.db.TestDatabase.cursor;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relais.messages.Formation;
import org.relais.messages.FormationRequest;
import org.relais.runtime.RejectedException;
import org.relais.runtime.RetryableException;

final class JdbcSinkTest {

    private static final Table CHECKED =
            Table.named("public.checked").int8("id").text("nom");
    private static final Table CHILD = Table.named("public.child").int8("id");

    private static final Table LATE = Table.named("public.late").int8("id");

    private TestDatabase database;
    private JdbcSink sink;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.create();
        database.execute("CREATE TABLE checked (id int8 PRIMARY KEY CHECK (id <> 13), nom varchar(50),"
                + " inserted bigint GENERATED ALWAYS AS IDENTITY)");
        database.execute("CREATE TABLE child (id int8 REFERENCES checked)");
        sink = new JdbcSink(database.settings());
        assertThat(sink.open(ASSIGNMENT)).isEmpty();
    }

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void storesRowsAndCursorsTogether() throws SQLException {
        handle(new Formation(3L, "formation3", "salle3"));
        handle(new Formation(null, null, null));
        handle(new Formation(-4L, "", "é 日 😀 \t \\N \\. \n"));
        sink.push();
        assertThat(formations()).hasSize(2);
        assertThat(sink.commit(Map.of(FIRST, cursor(10), SECOND, cursor(20)))).isEmpty();
        assertThat(formations())
                .containsExactly(
                        "(1,formation1,salle1)",
                        "(2,formation2,salle2)",
                        "(3,formation3,salle3)",
                        "(,,)",
                        "(-4,\"\",\"é 日 😀 \t \\\\N \\\\. \n\")");
        assertThat(sink.open(ASSIGNMENT)).isEqualTo(Map.of(FIRST, cursor(10), SECOND, cursor(20)));
    }

    @Test
    void goesOnBatchAfterBatchInOrder() throws SQLException {
        for (int batch = 0; batch < 20; batch++) {
            for (int row = 0; row < 500; row++) {
                insert(1000 + batch * 500 + row);
            }
            sink.push();
            sink.commit(Map.of(FIRST, cursor(batch + 1)));
        }
        assertThat(database.query("SELECT id FROM checked ORDER BY ctid"))
                .isEqualTo(
                        LongStream.range(1000, 11_000).mapToObj(Long::toString).toList());
    }

    @Test
    void opensAgainWithoutWhatWasNotCommitted() throws SQLException {
        insert(1);
        sink.push();
        insert(2);
        sink.open(ASSIGNMENT);
        insert(3);
        sink.push();
        sink.commit(Map.of(FIRST, cursor(1)));
        assertThat(ids()).containsExactly("3");
    }

    @Test
    void undoTakesBackOneMessage() throws SQLException {
        insert(1);
        insert(2);
        sink.undo();
        insert(3);
        sink.push();
        sink.commit(Map.of(FIRST, cursor(1)));
        assertThat(ids()).containsExactly("1", "3");
    }

    @Test
    void rollbackGoesBackToTheLastPush() throws SQLException {
        insert(1);
        sink.push();
        insert(2);
        insert(13);
        rejectsPush();
        sink.rollback();
        insert(3);
        sink.push();
        insert(4);
        sink.rollback();
        sink.push();
        insert(3);
        rejectsPush();
        sink.rollback();
        sink.commit(Map.of(FIRST, cursor(1)));
        assertThat(ids()).containsExactly("1", "3");
    }

    @Test
    void aBatchOfWhichNothingIsLeftMovesTheCursor() throws SQLException {
        insert(13);
        rejectsPush();
        sink.rollback();
        sink.commit(Map.of(FIRST, cursor(1)));
        assertThat(ids()).isEmpty();
        assertThat(sink.open(ASSIGNMENT)).isEqualTo(Map.of(FIRST, cursor(1)));
    }

    @Test
    void dividingLeavesOutJustTheRejectedMessages() throws SQLException {
        long seed = Long.getLong("relais.seed", System.nanoTime());
        System.out.println("JdbcSinkTest -Drelais.seed=" + seed);
        Random random = new Random(seed);
        List<Long> expected = new ArrayList<>();
        for (int batch = 1; batch <= 20; batch++) {
            List<Long> messages = new ArrayList<>();
            List<Long> bad = new ArrayList<>();
            int size = 1 + random.nextInt(60);
            for (int row = 0; row < size; row++) {
                boolean isBad = random.nextInt(8) == 0;
                messages.add(isBad ? 13L : 1000L * batch + row);
                (isBad ? bad : expected).add(messages.get(row));
            }
            assertThat(Applied.rejected(sink, messages, JdbcSinkTest::insertAndSometimesRead))
                    .as("seed %d", seed)
                    .isEqualTo(bad);
            sink.commit(Map.of(FIRST, cursor(batch)));
        }
        assertThat(ids())
                .as("seed %d", seed)
                .isEqualTo(expected.stream().map(String::valueOf).toList());
    }

    @Test
    void keepsTheOrderBetweenTables() throws SQLException {
        for (long id = 1; id <= 3; id++) {
            insert(id);
            sink.begin().insert(CHILD, id);
        }
        sink.push();
        sink.commit(Map.of(FIRST, cursor(1)));
        assertThat(database.query("SELECT id FROM child")).containsExactly("1", "2", "3");
    }

    @Test
    void aRejectionNamesTheConstraintAndNoValues() {
        sink.mark();
        sink.begin().insert(CHECKED, 13L, "secret");
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(sink::push)
                .withMessageContaining("checked_id_check")
                .withMessageContaining("23514")
                .withMessageNotContaining("secret")
                .withNoCause();
        sink.rollback();
    }

    @Test
    void theDatabaseMayRefuseWhatTheTableDeclarationLetsThrough() {
        sink.mark();
        sink.begin().insert(CHECKED, 1L, "x".repeat(51));
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(sink::push)
                .withMessageContaining("value too long for type character varying(50) (SQLState 22001)");
        sink.rollback();
    }

    @Test
    void aConstraintThatSpeaksAtCommitRejectsOneMessage() throws SQLException {
        database.execute("CREATE TABLE late (id int8 UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        List<Long> messages = List.of(1L, 1L, 2L);
        assertThat(Applied.rejected(sink, messages, JdbcSinkTest::insertLate)).isEmpty();
        retriesCommit("23505");
        assertThat(sink.open(ASSIGNMENT)).isEmpty();
        assertThat(Applied.rejected(sink, messages, JdbcSinkTest::insertLate)).containsExactly(1L);
        sink.commit(Map.of(FIRST, cursor(3)));
        assertThat(database.query("SELECT id FROM late ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void aMessageMayBeInOrderOnlyAtItsEnd() throws SQLException {
        database.execute("CREATE TABLE late (id int8 REFERENCES checked DEFERRABLE INITIALLY DEFERRED)");
        List<Long> messages = List.of(1L, 13L, 2L, 3L);
        assertThat(Applied.rejected(sink, messages, JdbcSinkTest::insertLateAndParent))
                .isEmpty();
        retriesCommit("23503");
        assertThat(sink.open(ASSIGNMENT)).isEmpty();
        assertThat(Applied.rejected(sink, messages, JdbcSinkTest::insertLateAndParent))
                .containsExactly(13L);
        sink.commit(Map.of(FIRST, cursor(4)));
        assertThat(database.query("SELECT id FROM late ORDER BY id")).containsExactly("1", "2", "3");
    }

    @Test
    void everyCallNeedsOpenFirst() {
        try (JdbcSink closed = new JdbcSink(database.settings())) {
            assertThatIllegalStateException().isThrownBy(closed::begin);
            assertThatIllegalStateException().isThrownBy(() -> closed.commit(Map.of()));
        }
    }

    private static void insertLate(long id, Rows rows) {
        rows.insert(LATE, id);
    }

    private static void insertLateAndParent(long id, Rows rows) {
        rows.insert(LATE, id);
        if (id != 13) {
            rows.insert(CHECKED, id, "row");
        }
    }

    private void retriesCommit(String state) {
        assertThatExceptionOfType(RetryableException.class)
                .isThrownBy(() -> sink.commit(Map.of(FIRST, cursor(1))))
                .withMessageContaining(state);
    }

    private static void insertAndSometimesRead(long id, Rows rows) {
        rows.insert(CHECKED, id, "row");
        if (id % 4 == 0) {
            try (Statement statement = rows.connection().createStatement();
                    ResultSet found = statement.executeQuery("SELECT 1 FROM checked WHERE id = " + id)) {
                assertThat(found.next()).isTrue();
            } catch (SQLException e) {
                throw Failures.of(e);
            }
        }
    }

    private void insert(long id) {
        sink.mark();
        sink.begin().insert(CHECKED, id, "row");
    }

    private void handle(Formation formation) {
        sink.mark();
        new PostgresOperation().handle(new FormationRequest(formation), sink.begin());
    }

    private void rejectsPush() {
        assertThatExceptionOfType(RejectedException.class).isThrownBy(sink::push);
    }

    private List<String> ids() throws SQLException {
        return database.query("SELECT id FROM checked ORDER BY inserted");
    }

    private List<String> formations() throws SQLException {
        return database.query("SELECT row(id, nom, salle)::text FROM formation ORDER BY inserted");
    }
}
