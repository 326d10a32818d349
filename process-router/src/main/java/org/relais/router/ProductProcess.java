package org.relais.router;

import static org.relais.messages.Topics.PRODUCT_OPERATION;

import java.util.List;
import java.util.function.UnaryOperator;
import org.relais.messages.ProductIrisMessage;
import org.relais.messages.ProductMessage;
import org.relais.messages.ProductRequest;
import org.relais.messages.ProductResponse;
import org.relais.messages.ProductSqlMessage;
import org.relais.runtime.Calls;
import org.relais.runtime.Process;

/** Has each product stored by one of the three means, which the session's randomness picks. */
final class ProductProcess implements Process<ProductMessage, ProductResponse> {

    private static final List<UnaryOperator<ProductRequest>> MEANS = List.of(
            product -> product,
            product -> new ProductSqlMessage(product.name(), product.price()),
            product -> new ProductIrisMessage(product.name(), product.price()));

    @Override
    public ProductResponse handle(ProductMessage product, Calls calls) {
        int means = calls.random().nextInt(MEANS.size());
        return calls.call(PRODUCT_OPERATION, MEANS.get(means).apply(product));
    }
}
