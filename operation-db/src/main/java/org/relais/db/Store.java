package org.relais.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A means of storing things of one kind, many at a time, over the connection of a batch's transaction. Used by one thread.
 *
 * @param <T> what it stores
 */
interface Store<T> {

    /** Gets ready: what takes long is better done before a batch's transaction begins. */
    default void prepare() {}

    /**
     * Stores all of these, without committing that.
     *
     * @param connection in the batch's transaction; must be neither committed, rolled back nor closed
     * @throws SQLException what the database says, whatever the means makes of it
     */
    void store(Connection connection, List<T> things) throws SQLException;
}
