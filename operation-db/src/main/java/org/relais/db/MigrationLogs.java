package org.relais.db;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/** Makes Flyway's logs. Public because Flyway itself makes it, by its name. Thread-safe. */
public final class MigrationLogs implements LogCreator {

    /** For Flyway. */
    public MigrationLogs() {}

    @Override
    public Log createLogger(Class<?> unused) {
        return new MigrationLog();
    }
}
