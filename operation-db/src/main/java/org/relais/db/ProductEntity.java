package org.relais.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.relais.messages.Product;

/** A product as Hibernate knows it. Its number is given to it: drawn from the table's sequence before, since the reply needs it. */
@Entity
@Table(name = "product", schema = "public")
class ProductEntity {

    @Id
    private long id;

    @Column(nullable = false, length = Product.LONGEST_NAME)
    private String name = "";

    @Column(nullable = false, precision = 10, scale = Product.PRICE_SCALE)
    private BigDecimal price = BigDecimal.ZERO;

    /** For Hibernate. */
    protected ProductEntity() {}

    ProductEntity(NumberedProduct product) {
        this.id = product.id();
        this.name = product.name();
        this.price = product.price();
    }
}
