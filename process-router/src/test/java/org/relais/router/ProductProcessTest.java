package org.relais.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.relais.messages.Product;
import org.relais.messages.ProductIrisMessage;
import org.relais.messages.ProductMessage;
import org.relais.messages.ProductResponse;
import org.relais.messages.ProductSqlMessage;
import org.relais.messages.Topic;
import org.relais.messages.Topics;
import org.relais.runtime.Calls;

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
        assertThat(new ProductProcess().handle(PRODUCT, new Answered(1))).isEqualTo(new ProductResponse(42));
    }

    private static Object askedBy(int session) {
        Answered calls = new Answered(session);
        new ProductProcess().handle(PRODUCT, calls);
        return calls.asked.get(0);
    }

    /** Calls that the product operation answers at once. */
    private static final class Answered implements Calls {

        private final List<Object> asked = new ArrayList<>();
        private final SplittableRandom random;

        Answered(long session) {
            this.random = new SplittableRandom(session);
        }

        @Override
        public <Q, R> R call(Topic<Q, R> target, Q request) {
            assertThat(target).isEqualTo(Topics.PRODUCT_OPERATION);
            asked.add(request);
            return target.reply().cast(new ProductResponse(42));
        }

        @Override
        public <Q> void send(Topic<Q, ?> target, Q request) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public RandomGenerator random() {
            return random;
        }
    }
}
