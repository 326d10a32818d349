package org.relais.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.relais.messages.Training;
import org.relais.messages.TrainingRequest;

final class TrainingOperationTest {

    private static final int REQUESTS = 10_000;

    @Test
    void repliesWhatItIsTold() {
        assertThat(decisions(Decision.TRUE, null)).containsOnly(true);
        assertThat(decisions(Decision.FALSE, null)).containsOnly(false);
    }

    @Test
    void halfOfTheRandomRepliesAreTrue() {
        assertThat(share(decisions(Decision.RANDOM, null))).isBetween(0.45, 0.55);
        for (long seed = 0; seed < 10; seed++) {
            assertThat(share(decisions(Decision.RANDOM, seed))).isBetween(0.45, 0.55);
        }
    }

    @Test
    void aSeedMakesTheReplyAFunctionOfTheRequest() {
        assertThat(decisions(Decision.RANDOM, 7L))
                .isEqualTo(decisions(Decision.RANDOM, 7L))
                .isNotEqualTo(decisions(Decision.RANDOM, 8L));
        assertThat(decisions(Decision.RANDOM, null)).isNotEqualTo(decisions(Decision.RANDOM, null));
    }

    private static List<Boolean> decisions(Decision decision, @Nullable Long seed) {
        TrainingOperation operation = new TrainingOperation(decision, seed);
        Rows rows = unused();
        return IntStream.range(0, REQUESTS)
                .mapToObj(number -> operation
                        .handle(new TrainingRequest(new Training("formation" + number, "salle" + number)), rows)
                        .bool())
                .toList();
    }

    /** Collects rows that nobody sends. */
    private static Rows unused() {
        Connection none = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.toString());
                });
        return new Rows(new Transaction(none, false));
    }

    private static double share(List<Boolean> decisions) {
        return decisions.stream().filter(decision -> decision).count() / (double) REQUESTS;
    }
}
