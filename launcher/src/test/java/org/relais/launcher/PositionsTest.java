package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How many rows were sent, whatever becomes of the files. */
final class PositionsTest {
    private static final String CSV = "service-csv//in/formation.csv";
    private static final String ROTATED = "service-csv//in/formation.csv.1";

    private final Positions positions = new Positions();

    @Test
    void whatWasSentFromAFileThatMovedToTheArchiveStaysSent() {
        take(CSV, position("one", 4));
        take("service-csv//in/other.csv", position("two", 3));
        take(CSV, null);
        assertThat(positions.rows()).isEqualTo(7);
        assertThat(positions.rows("service-csv")).isEqualTo(7);
        take(CSV, position("three", 2));
        assertThat(positions.rows()).isEqualTo(9);
    }

    @Test
    void aFileThatIsReplacedOrBegunAnewCountsBothTimes() {
        take(CSV, position("one", 4));
        take(CSV, position("two", 5));
        assertThat(positions.rows()).isEqualTo(9);
        take(CSV, position("two", 1));
        assertThat(positions.rows()).isEqualTo(10);
        take(CSV, position("two", 6));
        assertThat(positions.rows()).isEqualTo(15);
    }

    @Test
    void aFileThatIsRenamedCountsOnceInWhicheverOrderItsNamesAreTold() {
        take(CSV, position("one", 4));
        take(ROTATED, position("one", 4));
        take(CSV, null);
        assertThat(positions.rows()).isEqualTo(4);
        take(CSV, position("two", 2));
        take(CSV, position("three", 0));
        take(ROTATED, position("two", 2));
        take("service-csv//in/formation.csv.2", position("one", 4));
        assertThat(positions.rows()).isEqualTo(6);
        take(CSV, null);
        take(ROTATED, null);
        assertThat(positions.rows()).isEqualTo(6);
    }

    @Test
    void eachServiceCountsItsOwn() {
        take(CSV, position("one", 4));
        take("other-csv//in/formation.csv", position("one", 3));
        take(CSV, null);
        take("other-csv//in/formation.csv", position("one", 5));
        assertThat(positions.rows("service-csv")).isEqualTo(4);
        assertThat(positions.rows("other-csv")).isEqualTo(5);
        assertThat(positions.rows()).isEqualTo(9);
    }

    private static String position(String file, long rows) {
        return "{\"file\":\"" + file + "\",\"rows\":" + rows + ",\"done\":true,\"size\":1}";
    }

    private void take(String key, @Nullable String value) {
        positions.take(new ConsumerRecord<>("positions", 0, 0, bytes(key), value == null ? null : bytes(value)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
