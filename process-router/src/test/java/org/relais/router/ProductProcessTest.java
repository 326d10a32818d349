package org.relais.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.relais.messages.Product;
import org.relais.messages.ProductIrisMessage;
import org.relais.messages.ProductMessage;
import org.relais.messages.ProductResponse;
import org.relais.messages.ProductSqlMessage;
import org.relais.messages.Topics;
import org.relais.router.Answered.Asked;

final class ProductProcessTest {

    private static final ProductMessage PRODUCT = new ProductMessage("p", new BigDecimal("0.10"));

    @Test
    void asksForEachMeansAboutEquallyOften() {
        List<Object> asked = new ArrayList<>();
        for (int session = 0; session < 3_000; session++) {
            asked.add(askedBy(session));
        }
        for (Class<?> means : List.of(ProductMessage.class, ProductSqlMessage.class, ProductIrisMessage.class)) {
            assertThat(asked.stream().filter(means::isInstance).count())
                    .as("%s", means)
                    .isBetween(850L, 1_150L);
        }
        assertThat(asked).allSatisfy(each -> {
            assertThat(((Product) each).name()).isEqualTo("p");
            assertThat(((Product) each).price()).isEqualTo(new BigDecimal("0.10"));
        });
    }

    @Test
    void asksForTheSameWheneverItRunsForOneSession() {
        for (int session = 0; session < 100; session++) {
            assertThat(askedBy(session)).isEqualTo(askedBy(session));
        }
    }

    @Test
    void repliesWithTheNumberThatTheOperationGave() {
        assertThat(new ProductProcess().handle(PRODUCT, answered(1))).isEqualTo(new ProductResponse(42));
    }

    private static Object askedBy(int session) {
        Answered calls = answered(session);
        new ProductProcess().handle(PRODUCT, calls);
        Asked asked = calls.asked().get(0);
        assertThat(asked.target()).isEqualTo(Topics.PRODUCT_OPERATION);
        return asked.request();
    }

    private static Answered answered(int session) {
        return new Answered(new SplittableRandom(session), request -> new ProductResponse(42));
    }
}
