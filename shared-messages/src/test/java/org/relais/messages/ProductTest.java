package org.relais.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductTest {

    private static final Bodies<ProductMessage> PRODUCTS = Bodies.of(ProductMessage.class);

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "0.10, 0.10",
        "0.3, 0.3",
        "10, 10",
        "10.00, 10.00",
        "1E1, 10",
        "1e+7, 10000000",
        "12.5e1, 125",
        "1E-2, 0.01",
        "0, 0",
        "-0, 0",
        "-0.0, 0.0",
        "0.00, 0.00",
        "-3.5, -3.5",
        "99999999.99, 99999999.99",
        "-99999999.99, -99999999.99",
    })
    void keepsEachDigitOfItsPrice(String given, String kept) {
        ProductMessage product = read("{\"name\":\"p\",\"price\":" + given + "}");
        assertThat(product.price()).isEqualTo(new BigDecimal(kept));
        assertThat(new String(PRODUCTS.write(product), UTF_8)).isEqualTo("{\"name\":\"p\",\"price\":" + kept + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0.001            | field 'price' has more than two digits after the point",
                "0.100            | field 'price' has more than two digits after the point",
                "1E-3             | field 'price' has more than two digits after the point",
                "99999999.999     | field 'price' has more than two digits after the point",
                "1e-400           | field 'price' has more than two digits after the point",
                "1e-2147483647    | field 'price' has more than two digits after the point",
                "100000000        | field 'price' has more than eight digits before the point",
                "-100000000       | field 'price' has more than eight digits before the point",
                "99999999999.9    | field 'price' has more than eight digits before the point",
                "1e8              | field 'price' has more than eight digits before the point",
                "1e400            | field 'price' has more than eight digits before the point",
                "1e2147483647     | field 'price' has more than eight digits before the point",
                "1e2147483649     | field 'price': a number's exponent is out of bounds",
                "1e-99999999999   | field 'price': a number's exponent is out of bounds",
                "\"0.1\"          | field 'price' must be a number",
                "\"\"             | field 'price' must be a number",
                "\"NaN\"          | field 'price' must be a number",
                "true             | field 'price' must be a number",
                "{}               | field 'price' must be a number",
                "[1]              | field 'price' must be a number",
            })
    void refusesAPriceThatCanNotBeStoredAsItIs(String price, String complaint) {
        assertThatThrownBy(() -> read("{\"name\":\"p\",\"price\":" + price + "}"))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage(complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":null}", "{\"price\":null}", "{\"name\":\"\",\"price\":0}"})
    void withoutNameOrPriceHasAnEmptyNameAndAPriceOfZero(String json) {
        assertThat(read(json)).isEqualTo(new ProductMessage("", BigDecimal.ZERO));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"nom\":\"p\",\"price\":1} | field 'nom' is unknown",
                "{\"name\":3}                | field 'name' must be a string",
                "{\"name\":{\"a\":1}}        | field 'name' must be a string",
                "[]                          | the body must be an object",
                "\"product\"                 | the body must be an object",
                "null                        | the message's body is null",
            })
    void saysWhatIsNoProduct(String json, String complaint) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage(complaint);
    }

    @Test
    void looksTheSameInEachMessage() {
        byte[] json = "{\"name\":\"p\",\"price\":0.1}".getBytes(UTF_8);
        for (Class<? extends Product> type : List.of(
                ProductMessage.class, ProductSqlMessage.class, ProductIrisMessage.class, KafkaTestMessage.class)) {
            assertWritesWhatItReads(type, json);
        }
    }

    private static <T extends Product> void assertWritesWhatItReads(Class<T> type, byte[] json) {
        T product = Bodies.of(type).read(json);
        assertThat(product.name()).isEqualTo("p");
        assertThat(product.price()).isEqualTo(new BigDecimal("0.1"));
        assertThat(Bodies.of(type).write(product)).isEqualTo(json);
    }

    @Test
    void isToldApartByItsType() {
        assertThat(Topics.PRODUCT_OPERATION.requestTypes().keySet())
                .containsExactly("ProductMessage", "ProductSqlMessage", "ProductIrisMessage");
        assertThat(Topics.PRODUCT_PROCESS.requestTypes()).containsOnlyKeys("ProductMessage");
    }

    private static ProductMessage read(String json) {
        return PRODUCTS.read(json.getBytes(UTF_8));
    }
}
