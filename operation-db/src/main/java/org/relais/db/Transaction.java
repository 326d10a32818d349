package org.relais.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One batch's transaction and what can be taken back in it. Savepoints are set only where something would be lost without them: a
 * batch that is pushed once has none.
 *
 * <p>Not thread-safe.
 */
final class Transaction {

    private static final String PUSHED = "SAVEPOINT relais_pushed";
    private static final String MARK = "SAVEPOINT relais_mark";

    /**
     * Asks the constraints that would speak at COMMIT, then lets them wait again: what comes next, too, may be in order only at its end, as a
     * row is that comes before the one that it refers to.
     */
    private static final String ASK = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED";

    private final Connection connection;
    private final boolean asksEarly;
    /** Something was pushed, and must survive a rollback. */
    private boolean accepted;
    /** Something was done since. */
    private boolean dirty;

    private boolean hasPushed;
    private boolean hasMark;
    /** The mark is this message's. */
    private boolean marked;

    /** @param asksEarly whether constraints that would speak at COMMIT are asked in {@link #accept} */
    Transaction(Connection connection, boolean asksEarly) {
        this.connection = connection;
        this.asksEarly = asksEarly;
    }

    /** {@return the connection, to do something that {@link #rollback} can take back} */
    Connection use() throws SQLException {
        if (accepted && !dirty) {
            execute(hasPushed ? "RELEASE " + PUSHED + "; " + PUSHED : PUSHED);
            hasPushed = true;
            hasMark = false;
            marked = false;
        }
        dirty = true;
        return connection;
    }

    /** Keeps what was done since the last {@code accept}, whatever is rolled back later. */
    void accept() throws SQLException {
        if (dirty && asksEarly) {
            execute(ASK);
        }
        accepted |= dirty;
        dirty = false;
        marked = false;
    }

    /** Takes back what was done since the last {@link #accept}. */
    void rollback() throws SQLException {
        if (dirty && accepted) {
            execute("ROLLBACK TO " + PUSHED);
        } else if (dirty) {
            connection.rollback();
        }
        dirty = false;
        hasMark = false;
        marked = false;
    }

    /** Forgets the mark: the next message has none yet. */
    void nextMessage() {
        marked = false;
    }

    /** Remembers this point for {@link #undo}, once for each message. */
    void mark() throws SQLException {
        if (!marked) {
            use();
            execute(hasMark ? "RELEASE " + MARK + "; " + MARK : MARK);
            hasMark = true;
            marked = true;
        }
    }

    /** Takes back what this message did after {@link #mark}, if it did. */
    void undo() throws SQLException {
        if (marked) {
            execute("ROLLBACK TO " + MARK);
        }
    }

    /** {@return the connection, to end the transaction} */
    Connection end() {
        accepted = false;
        dirty = false;
        hasPushed = false;
        hasMark = false;
        marked = false;
        return connection;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
