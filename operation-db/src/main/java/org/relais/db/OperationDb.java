package org.relais.db;

import org.relais.messages.Topics;
import org.relais.runtime.Component;

/** The component that stores rows in databases: three operations in one process, each with its own topic, database and cursors. */
public final class OperationDb {

    private OperationDb() {}

    /**
     * Runs the component.
     *
     * @param args the command line: see {@code --help}
     */
    public static void main(String[] args) {
        Component.named("operation-db")
                .settings(DbSettings.class)
                .operation(
                        Topics.TRAINING_OPERATION,
                        settings -> new JdbcSink(settings.training()),
                        settings -> new TrainingOperation(settings.decision(), settings.seed()))
                .onlyIf(DbSettings::trainingEnabled)
                .operation(
                        Topics.POSTGRES_OPERATION,
                        settings -> new JdbcSink(settings.postgres()),
                        settings -> new PostgresOperation())
                .onlyIf(DbSettings::postgresEnabled)
                .operation(
                        Topics.PRODUCT_OPERATION,
                        settings -> new JdbcSink(settings.product()),
                        settings -> new ProductOperation())
                .onlyIf(DbSettings::productEnabled)
                .run(args);
    }
}
