package org.relais.db;

import java.time.Duration;

/**
 * One operation's database.
 *
 * @param name whose it is: names the migrations, their history, the pool and the connections
 * @param url in the form of pgjdbc
 * @param user who connects
 * @param password how it proves that
 * @param poolSize connections at most
 * @param connectTimeout how long to wait for a connection
 * @param lockTimeout how long to wait for another transaction
 * @param statementTimeout how long a statement may take
 */
record DatabaseSettings(
        String name,
        String url,
        String user,
        String password,
        int poolSize,
        Duration connectTimeout,
        Duration lockTimeout,
        Duration statementTimeout) {

    @Override
    public String toString() {
        return "database '" + name + '\'';
    }
}
