package org.relais.db;

import java.util.Map;
import java.util.Objects;
import org.relais.messages.Product;
import org.relais.messages.ProductIrisMessage;
import org.relais.messages.ProductMessage;
import org.relais.messages.ProductRequest;
import org.relais.messages.ProductResponse;
import org.relais.messages.ProductSqlMessage;
import org.relais.runtime.Operation;

/** Stores a product, by the means that its message stands for, and replies with its number. */
final class ProductOperation implements Operation<ProductRequest, ProductResponse, Rows> {

    private static final Column.Text NAME = new Column.Text("name", Product.LONGEST_NAME);

    private final Map<Class<? extends ProductRequest>, Store<NumberedProduct>> stores = Map.of(
            ProductSqlMessage.class, new SqlProducts(),
            ProductMessage.class, new OrmProducts(),
            ProductIrisMessage.class, new JdbiProducts());

    private final ProductIds ids = new ProductIds();

    @Override
    public ProductResponse handle(ProductRequest product, Rows rows) {
        NAME.check(product.name());
        Store<NumberedProduct> store = Objects.requireNonNull(stores.get(product.getClass()));
        store.prepare();
        long id = ids.next(rows);
        rows.store(store, new NumberedProduct(id, product.name(), product.price()));
        return new ProductResponse(id);
    }
}
