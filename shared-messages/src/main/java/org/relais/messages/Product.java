package org.relais.messages;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a product, whatever message carries it. Its price is an exact decimal from end to end: 0.1 stays 0.1, 0.10 stays 0.10,
 * and what {@code numeric(10,2)} could only take rounded is refused.
 */
public interface Product {

    /** The most characters a name may have, counted as code points. */
    int LONGEST_NAME = 255;

    /** The most digits a price may have after the point. */
    int PRICE_SCALE = 2;

    /** The first price, up or down from zero, that is out of range. */
    BigDecimal PRICE_LIMIT = new BigDecimal(BigInteger.ONE, -8);

    /** {@return the product's name; empty if none was given} */
    String name();

    /** {@return the product's price, with at most two digits after the point; 0 if none was given} */
    BigDecimal price();

    /** {@return the name, or an empty one where it is absent} */
    static String nameOf(@Nullable String given) {
        return given == null ? "" : given;
    }

    /**
     * {@return the price, or 0 where it is absent; digits as they came, but for an exponent, which is written out: 1E1 is 10}
     *
     * @throws InvalidMessageException if it has more than two digits after the point, or more than eight before it
     */
    static BigDecimal priceOf(@Nullable BigDecimal given) {
        if (given == null) {
            return BigDecimal.ZERO;
        }
        if (given.scale() > PRICE_SCALE) {
            throw new InvalidMessageException("field 'price' has more than two digits after the point");
        }
        if (given.abs().compareTo(PRICE_LIMIT) >= 0) {
            throw new InvalidMessageException("field 'price' has more than eight digits before the point");
        }
        return given.scale() < 0 ? given.setScale(0) : given;
    }
}
