package org.relais.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Stores products as the objects they are, by Jdbi: their own accessors fill the statement. */
final class JdbiProducts implements Store<NumberedProduct> {

    private static final String INSERT = "INSERT INTO public.product (id, name, price) VALUES (:id, :name, :price)";

    @Override
    public void store(Connection connection, List<NumberedProduct> products) throws SQLException {
        try (Handle handle = Jdbi.create(connection).open();
                PreparedBatch batch = handle.prepareBatch(INSERT)) {
            products.forEach(product -> batch.bindMethods(product).add());
            batch.execute();
        } catch (JdbiException e) {
            throw Failures.unwrapped(e);
        }
    }
}
