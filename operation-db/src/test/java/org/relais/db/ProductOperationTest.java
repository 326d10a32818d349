package org.relais.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.relais.db.TestDatabase.ASSIGNMENT;
import static org.relais.db.TestDatabase.FIRST;
import static org.relais.db.TestDatabase.cursor;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relais.messages.ProductIrisMessage;
import org.relais.messages.ProductMessage;
import org.relais.messages.ProductRequest;
import org.relais.messages.ProductSqlMessage;
import org.relais.runtime.RejectedException;
import org.relais.runtime.RetryableException;

final class ProductOperationTest {

    private static final List<BiFunction<String, BigDecimal, ProductRequest>> MEANS =
            List.of(ProductSqlMessage::new, ProductMessage::new, ProductIrisMessage::new);

    private final ProductOperation operation = new ProductOperation();
    private TestDatabase database;
    private JdbcSink sink;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.create();
        sink = sink();
        sink.open(ASSIGNMENT);
    }

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void storesByEachMeansTheSameExactly() throws SQLException {
        List<String> prices = List.of("0.1", "0.30", "10", "-0.01", "99999999.99", "-99999999.99", "0");
        List<Long> ids = new ArrayList<>();
        for (var means : MEANS) {
            prices.forEach(price -> ids.add(handle(means.apply("é 日 😀 '\"\\", new BigDecimal(price)))));
        }
        sink.push();
        sink.commit(Map.of(FIRST, cursor(1)));
        List<String> expected = List.of("0.10", "0.30", "10.00", "-0.01", "99999999.99", "-99999999.99", "0.00");
        List<String> rows = database.query("SELECT name || ' ' || price FROM kafka_demo ORDER BY id");
        assertThat(rows).hasSize(21);
        for (int means = 0; means < 3; means++) {
            assertThat(rows.subList(7 * means, 7 * means + 7))
                    .isEqualTo(expected.stream().map("é 日 😀 '\"\\ "::concat).toList());
        }
        assertThat(database.query("SELECT id FROM product ORDER BY id"))
                .isEqualTo(ids.stream().map(String::valueOf).toList());
    }

    @Test
    void numbersProductsOneByOneWhileThereIsLittleToDo() throws SQLException {
        assertThat(handle(new ProductSqlMessage("first", BigDecimal.ONE))).isEqualTo(1);
        sink.push();
        sink.commit(Map.of(FIRST, cursor(1)));
        database.execute("INSERT INTO product (name, price) VALUES ('by hand', 2.5)");
        assertThat(database.query("SELECT id FROM kafka_demo WHERE name = 'by hand'"))
                .singleElement()
                .satisfies(id -> assertThat(Long.parseLong(id)).isBetween(2L, 3L));
    }

    @Test
    void takesBackWhatTheDatabaseRefusesAndNothingElse() throws SQLException {
        database.execute("ALTER TABLE product ADD CHECK (name <> 'refused')");
        List<ProductRequest> messages = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            messages.add(MEANS.get(number % 3).apply(number % 10 == 7 ? "refused" : "p" + number, BigDecimal.ONE));
        }
        messages.add(new ProductMessage("x".repeat(256), BigDecimal.ONE));
        messages.add(new ProductIrisMessage("half \uD83D", BigDecimal.ONE));
        messages.add(new ProductSqlMessage("nul \0", BigDecimal.ONE));
        List<ProductRequest> rejected = Applied.rejected(sink, messages, operation::handle);
        sink.commit(Map.of(FIRST, cursor(33)));
        assertThat(rejected)
                .containsExactlyInAnyOrder(
                        messages.get(7),
                        messages.get(17),
                        messages.get(27),
                        messages.get(30),
                        messages.get(31),
                        messages.get(32));
        assertThat(database.query("SELECT name FROM product")).hasSize(27).doesNotContain("refused");
    }

    @Test
    void saysWhyWithoutTheRow() throws SQLException {
        database.execute("ALTER TABLE product ADD CHECK (name <> 'secret')");
        for (var means : MEANS) {
            handle(means.apply("secret", BigDecimal.ONE));
            assertThatThrownBy(sink::push)
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("product_name_check")
                    .hasMessageNotContaining("secret")
                    .hasMessageNotContaining("INSERT");
            sink.rollback();
        }
    }

    @Test
    void waitsWhenTheTableIsAnother() throws SQLException {
        database.execute("ALTER TABLE product RENAME COLUMN name TO title");
        for (var means : MEANS) {
            handle(means.apply("p", BigDecimal.ONE));
            assertThatThrownBy(sink::push)
                    .isInstanceOf(RetryableException.class)
                    .hasMessageContaining("42703");
            sink.open(ASSIGNMENT);
        }
    }

    @Test
    void waitsWhenTheTableIsLocked() throws SQLException {
        try (Connection locking = database.connect();
                Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("LOCK TABLE product");
            for (var means : MEANS) {
                handle(means.apply("p", BigDecimal.ONE));
                assertThatThrownBy(sink::push)
                        .isInstanceOf(RetryableException.class)
                        .hasMessageContaining("55P03");
                sink.open(ASSIGNMENT);
            }
        }
    }

    /** Which no message is to blame for: as a rejection it left a transaction in which nothing more could be done. */
    @Test
    void waitsWhenThereAreNoMoreNumbers() throws SQLException {
        database.execute("ALTER TABLE product ALTER COLUMN id SET MAXVALUE 2");
        database.execute("SELECT setval(pg_get_serial_sequence('product', 'id'), 2)");
        assertThatThrownBy(() -> handle(new ProductSqlMessage("p", BigDecimal.ONE)))
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("2200H");
        sink.open(ASSIGNMENT);
        database.execute("ALTER TABLE product ALTER COLUMN id SET MAXVALUE 1000");
        assertThat(handle(new ProductSqlMessage("p", BigDecimal.ONE))).isEqualTo(3);
    }

    /** A table that was there before the first start is taken as it is; each product got number 0. */
    @Test
    void saysThatTheTableWasMadeWithoutASequenceOfItsOwn() throws SQLException {
        database.execute("ALTER TABLE product ALTER COLUMN id DROP IDENTITY");
        assertThatThrownBy(() -> handle(new ProductSqlMessage("p", BigDecimal.ONE)))
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("no sequence of its own");
        sink.open(ASSIGNMENT);
        database.execute("CREATE SEQUENCE made_by_hand START 8 OWNED BY product.id");
        assertThat(handle(new ProductSqlMessage("p", BigDecimal.ONE))).isEqualTo(8);
    }

    @Test
    void givesEachOfALargeBatchANumberOfItsOwn() throws SQLException {
        List<Long> ids = new ArrayList<>();
        LongStream.range(0, 3_000)
                .forEach(number ->
                        ids.add(handle(MEANS.get((int) number % 3).apply("p" + number, BigDecimal.valueOf(number)))));
        sink.push();
        sink.commit(Map.of(FIRST, cursor(3_000)));
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(database.query("SELECT p.id FROM product p ORDER BY price"))
                .isEqualTo(ids.stream().map(String::valueOf).toList());
    }

    @Test
    void startsHibernateOnceForAllOperationsThatEverAre() {
        SessionFactory sessions = OrmProducts.started();
        handle(new ProductMessage("first", BigDecimal.ONE));
        sink.push();
        new ProductOperation().handle(new ProductMessage("second", BigDecimal.ONE), sink.begin());
        sink.push();
        assertThat(OrmProducts.started()).isSameAs(sessions);
    }

    @Test
    void losesWhatWasNotCommitted() throws SQLException {
        MEANS.forEach(means -> handle(means.apply("lost", BigDecimal.ONE)));
        sink.push();
        sink.open(ASSIGNMENT);
        MEANS.forEach(means -> handle(means.apply("kept", BigDecimal.ONE)));
        sink.push();
        sink.commit(Map.of(FIRST, cursor(1)));
        assertThat(database.query("SELECT name FROM product")).hasSize(3).containsOnly("kept");
    }

    /** A server that crashes forgets numbers that it gave to a transaction which did not commit, and gives them again. */
    @Test
    void forgetsTheNumbersOfAConnectionThatIsGone() throws SQLException {
        LongStream.range(0, 7).forEach(number -> handle(new ProductSqlMessage("lost", BigDecimal.ONE)));
        sink.open(ASSIGNMENT);
        database.execute("SELECT setval(pg_get_serial_sequence('public.product', 'id'), 1, false)");
        LongStream.range(0, 40).forEach(number -> handle(new ProductSqlMessage("kept", BigDecimal.ONE)));
        sink.push();
        sink.commit(Map.of(FIRST, cursor(40)));
        assertThat(database.query("SELECT name FROM product")).hasSize(40).containsOnly("kept");
    }

    private long handle(ProductRequest product) {
        sink.mark();
        return operation.handle(product, sink.begin()).id();
    }

    private JdbcSink sink() {
        return new JdbcSink(new DatabaseSettings(
                "product",
                database.url(),
                "postgres",
                "very secret",
                2,
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(5)));
    }
}
