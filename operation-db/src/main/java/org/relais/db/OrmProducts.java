package org.relais.db;

import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.dialect.PostgreSQLDialect;
import org.jspecify.annotations.Nullable;

/**
 * Stores products by an object-relational mapper, Hibernate: entities are persisted and flushed once. Hibernate is started with the
 * process's first product that needs it, by the operation's own thread, and is told all that it would else ask the database.
 */
final class OrmProducts implements Store<NumberedProduct> {

    /**
     * One for the process: after each live change of the settings there is a new operation, and Hibernate's own registry would hold what each of
     * them had started. It knows no database, since it is given its connections; threads may share it.
     */
    private static @Nullable SessionFactory sessions;

    @Override
    public void prepare() {
        var unused = started();
    }

    static synchronized SessionFactory started() {
        if (sessions == null) {
            sessions = start();
        }
        return sessions;
    }

    @Override
    public void store(Connection connection, List<NumberedProduct> products) throws SQLException {
        try (Session session = started().withOptions().connection(connection).openSession()) {
            products.forEach(product -> session.persist(new ProductEntity(product)));
            session.flush();
        } catch (PersistenceException e) { // of time-outs, locks and deadlocks it makes the standard's own
            throw Failures.unwrapped(e);
        }
    }

    private static SessionFactory start() {
        StandardServiceRegistry registry = new StandardServiceRegistryBuilder()
                .applySetting(AvailableSettings.DIALECT, new WithoutFunctions())
                .applySetting(AvailableSettings.ALLOW_METADATA_ON_BOOT, false)
                // the batch's transaction is not Hibernate's
                .applySetting(AvailableSettings.ALLOW_UPDATE_OUTSIDE_TRANSACTION, true)
                .applySetting(AvailableSettings.STATEMENT_BATCH_SIZE, 100)
                .applySetting(AvailableSettings.USE_SECOND_LEVEL_CACHE, false)
                // no classes made at run time: reflection will do, and takes 5 MiB less
                .addService(BytecodeProvider.class, new BytecodeProviderImpl())
                .build();
        return new MetadataSources(registry)
                .addAnnotatedClass(ProductEntity.class)
                .buildMetadata()
                .buildSessionFactory();
    }

    /** PostgreSQL for somebody who asks no questions: the functions of HQL would take time and memory at the start. */
    static final class WithoutFunctions extends PostgreSQLDialect {

        @Override
        public void initializeFunctionRegistry(FunctionContributions functions) {}
    }
}
