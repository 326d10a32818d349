package org.relais.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.relais.db.TestDatabase.ASSIGNMENT;
import static org.relais.db.TestDatabase.FIRST;
import static org.relais.db.TestDatabase.cursor;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relais.messages.Done;
import org.relais.messages.Formation;
import org.relais.messages.FormationCommand;
import org.relais.messages.FormationDelete;
import org.relais.messages.FormationListRequest;
import org.relais.messages.FormationPage;
import org.relais.messages.FormationQuery;
import org.relais.messages.FormationReply;
import org.relais.messages.FormationRequest;
import org.relais.messages.FormationUpdate;
import org.relais.messages.FormationsChanged;
import org.relais.runtime.RejectedException;

/** What can be asked of stored formations, in one transaction with what is being stored. */
final class PostgresOperationTest {

    private static final Formation FIRST_ROW = new Formation(1L, "formation1", "salle1");
    private static final Formation SECOND_ROW = new Formation(2L, "formation2", "salle2");

    private final PostgresOperation operation = new PostgresOperation();
    private TestDatabase database;
    private JdbcSink sink;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.create();
        sink = new JdbcSink(database.settings());
        sink.open(ASSIGNMENT);
    }

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void answersWithWhatWasStoredLast() {
        assertThat(insert(7, "old")).isEqualTo(Done.DONE);
        insert(7, "new");
        assertThat(ask(new FormationQuery(7L))).isEqualTo(page(null, new Formation(7L, "new", "salle")));
        insert(7, "newer");
        assertThat(ask(new FormationQuery(7L))).isEqualTo(page(null, new Formation(7L, "newer", "salle")));
        assertThat(ask(new FormationQuery(8L))).isEqualTo(page(null));
    }

    @Test
    void pagesInTheOrderOfStoring() {
        insert(9, "a");
        insert(3, "b");
        Formation nine = new Formation(9L, "a", "salle");
        Formation three = new Formation(3L, "b", "salle");
        FormationPage first = list(null, 3, null);
        assertThat(first.formations()).containsExactly(FIRST_ROW, SECOND_ROW, nine);
        assertThat(list(null, 3, first.next())).isEqualTo(page(null, three));
        assertThat(list(null, 4, null)).isEqualTo(page(null, FIRST_ROW, SECOND_ROW, nine, three));
        insert(9, "c");
        assertThat(list(9L, 10, null)).isEqualTo(page(null, nine, new Formation(9L, "c", "salle")));
    }

    @Test
    void keepsAPageSmallEnoughForAMessage() {
        insert(9, "x".repeat(90_000));
        insert(9, "y".repeat(90_000));
        insert(9, "z".repeat(300_000));
        FormationPage first = list(9L, 10, null);
        assertThat(first.formations()).hasSize(1);
        FormationPage second = list(9L, 10, first.next());
        assertThat(second.formations()).hasSize(1);
        FormationPage third = list(9L, 10, second.next());
        assertThat(third.formations()).hasSize(1);
        assertThat(third.next()).isNull();
    }

    /** Three hundred rows of 1 MB, of which the first fills the page. */
    @Test
    void doesNotHoldAllThatAPageMightHaveHad() throws SQLException {
        database.execute("INSERT INTO formation (id, nom)"
                + " SELECT 9, number || repeat('x', 1000000) FROM generate_series(1, 300) AS number");
        long before = allocated();
        FormationPage page = list(9L, 1_000, null);
        assertThat(allocated() - before).isLessThan(150_000_000);
        assertThat(page.formations()).hasSize(1);
        FormationPage next = list(9L, 1_000, page.next());
        assertThat(next.formations()).hasSize(1);
        assertThat(next.next()).isNotNull();
    }

    @Test
    void pagesBeyondTheRowsThatAreHeldAtATime() throws SQLException {
        database.execute("INSERT INTO formation (id, nom) SELECT 9, number FROM generate_series(1, 100) AS number");
        FormationPage page = list(9L, 90, null);
        assertThat(page.formations()).hasSize(90);
        assertThat(list(9L, 90, page.next()).formations()).hasSize(10).first().isEqualTo(new Formation(9L, "91", null));
    }

    @Test
    void updatesAndDeletesAllWithTheNumber() {
        insert(7, "a");
        insert(7, "b");
        Formation changed = new Formation(7L, "c", null);
        assertThat(ask(new FormationUpdate(changed))).isEqualTo(new FormationsChanged(2));
        assertThat(list(7L, 10, null)).isEqualTo(page(null, changed, changed));
        assertThat(ask(new FormationDelete(7L))).isEqualTo(new FormationsChanged(2));
        assertThat(ask(new FormationDelete(7L))).isEqualTo(new FormationsChanged(0));
        assertThat(ask(new FormationUpdate(changed))).isEqualTo(new FormationsChanged(0));
    }

    @Test
    void aRefusedChangeTakesNothingWithIt() throws SQLException {
        insert(7, "a");
        sink.mark();
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> handle(new FormationUpdate(new Formation(7L, "\0", "b"))));
        sink.undo();
        insert(8, "b");
        sink.push();
        sink.commit(Map.of(FIRST, cursor(1)));
        assertThat(database.query("SELECT nom FROM formation ORDER BY inserted"))
                .containsExactly("formation1", "formation2", "a", "b");
    }

    @Test
    void numbersRowsThatWereThereBefore() throws SQLException {
        assertThat(database.query("SELECT inserted || ',' || id FROM formation ORDER BY inserted"))
                .containsExactly("1,1", "2,2");
    }

    private FormationReply insert(long id, String nom) {
        return ask(new FormationRequest(new Formation(id, nom, "salle")));
    }

    private FormationPage list(@Nullable Long id, int limit, @Nullable Long after) {
        return (FormationPage) ask(new FormationListRequest(id, limit, after));
    }

    private FormationReply ask(FormationCommand command) {
        sink.mark();
        return handle(command);
    }

    private FormationReply handle(FormationCommand command) {
        return operation.handle(command, sink.begin());
    }

    /** {@return how many bytes this thread has ever taken from the heap} */
    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static FormationPage page(@Nullable Long next, Formation... formations) {
        return new FormationPage(List.of(formations), next);
    }
}
