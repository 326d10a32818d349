package org.relais.db;

import org.flywaydb.core.api.logging.Log;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets through what people should see: not the database's URL, which Flyway writes at level INFO. */
final class MigrationLog implements Log {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    @Override
    public void debug(String message) {}

    @Override
    public void info(String message) {}

    @Override
    public void notice(String message) {}

    @Override
    public void warn(String message) {
        LOG.warn("{}", message);
    }

    @Override
    public void error(String message) {
        LOG.error("{}", message);
    }

    @Override
    public void error(String message, Exception failure) {
        LOG.error("{}", message, failure);
    }
}
