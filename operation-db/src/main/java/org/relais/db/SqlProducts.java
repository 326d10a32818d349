package org.relais.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Stores products by plain JDBC: one statement, executed for all of them in one batch. */
final class SqlProducts implements Store<NumberedProduct> {

    private static final String INSERT = "INSERT INTO public.product (id, name, price) VALUES (?, ?, ?)";

    @Override
    public void store(Connection connection, List<NumberedProduct> products) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (NumberedProduct product : products) {
                insert.setLong(1, product.id());
                insert.setString(2, product.name());
                insert.setBigDecimal(3, product.price());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
