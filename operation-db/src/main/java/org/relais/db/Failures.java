package org.relais.db;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.relais.messages.OneLine;
import org.relais.runtime.RejectedException;
import org.relais.runtime.RetryableException;

/** Tells whether a message or the database is to blame, by the SQLState (PostgreSQL's manual, appendix A). */
final class Failures {

    /** What depends on the values: data, constraints, checks of views, and what triggers and functions raise. */
    private static final Set<String> REJECTED_CLASSES = Set.of("21", "22", "23", "27", "38", "39", "44", "54", "P0");

    /** The table has other types than we think: every message would be refused. */
    private static final Set<String> WRONG_TABLE = Set.of("22P03", "22P04");

    private static final int LONGEST_MESSAGE = 500;

    private static final Pattern COPY_LINE = Pattern.compile("^COPY [^,]+, \\D*(\\d{1,9})\\b", Pattern.MULTILINE);

    private Failures() {}

    /** {@return what to throw: a {@link RejectedException} if another message could succeed now, else a {@link RetryableException}} */
    static RuntimeException of(SQLException failure) {
        return of(failure, RejectedException.UNKNOWN);
    }

    /**
     * {@return the same}
     *
     * @param place which of several messages it seems to be
     */
    static RuntimeException of(SQLException failure, int place) {
        return isRejection(failure) ? new RejectedException(describe(failure), null, place) : retryable(failure);
    }

    /**
     * {@return which row of a COPY was refused, 1 for the first; 0 if the database does not say}
     *
     * <p>It says so in its own language, as in: COPY training, line 3, column name.
     */
    static int line(SQLException failure) {
        ServerErrorMessage server = failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        String where = server == null ? null : server.getWhere();
        Matcher line = COPY_LINE.matcher(where == null ? "" : where);
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    /** {@return what to throw where no message can be to blame} */
    static RetryableException retryable(SQLException failure) {
        return new RetryableException("the database fails: " + describe(failure), failure);
    }

    /**
     * {@return the failure in one line}
     *
     * <p>PostgreSQL's own first line, which names tables, columns and constraints, but without the details, which quote the row.
     */
    static String describe(SQLException failure) {
        String message = message(failure).lines().findFirst().orElse("");
        return abridge(withoutQuotedValue(message)) + " (SQLState " + failure.getSQLState() + ')';
    }

    /** {@return what the database said where some library wrapped it; null if it said nothing} */
    static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }

    /** {@return what the database said where some library wrapped it; what is no failure of the database is thrown on} */
    static SQLException unwrapped(RuntimeException failure) {
        SQLException cause = sqlCause(failure);
        if (cause == null) {
            throw failure;
        }
        return cause;
    }

    /** {@return whether another message could succeed now} */
    static boolean isRejection(SQLException failure) {
        String state = failure.getSQLState();
        return state != null
                && state.length() == 5
                && REJECTED_CLASSES.contains(state.substring(0, 2))
                && !WRONG_TABLE.contains(state);
    }

    /** That of a statement in a batch quotes the statement with its values; the server's own comes next. */
    private static String message(SQLException batched) {
        SQLException next = batched instanceof BatchUpdateException ? batched.getNextException() : null;
        SQLException failure = next == null ? batched : next;
        @Nullable
        ServerErrorMessage server = failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        @Nullable String message = server == null ? failure.getMessage() : server.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** As in: invalid input syntax for type integer: "the value". */
    private static String withoutQuotedValue(String message) {
        int value = message.indexOf(": \"");
        return value < 0 ? message : message.substring(0, value);
    }

    private static String abridge(String message) {
        return OneLine.of(message, LONGEST_MESSAGE);
    }
}
