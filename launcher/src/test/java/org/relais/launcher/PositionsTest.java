package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How many rows were sent, whatever becomes of the files. */
final class PositionsTest {
    private static final String CSV = "service-csv//in/formation.csv";
    private static final String ROTATED = "service-csv//in/formation.csv.1";
    private static final String OLDEST = "service-csv//in/formation.csv.2";

    private final Positions positions = new Positions();
    private long time = 1_000_000_000_000L;

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

    /** The service goes on counting under the name. */
    @Test
    void whatIsReplacedUnderItsNameCountsOnce() {
        take(CSV, position("one", 4));
        take(CSV, position("two", 4));
        assertThat(positions.rows()).isEqualTo(4);
        take(CSV, position("two", 9));
        take(CSV, position("three", 9));
        assertThat(positions.rows()).isEqualTo(9);
        take(CSV, null);
        assertThat(positions.rows()).isEqualTo(9);
    }

    @Test
    void aNumberThatTheSystemGivesToTheNextFileIsThatOnes() {
        take(CSV, position("one", 4));
        take(CSV, null);
        time += 60_000;
        take("service-csv//in/other.csv", position("one", 5));
        assertThat(positions.rows()).isEqualTo(9);
    }

    @Test
    void aChainOfRotatedFilesCountsOnceInWhicheverOrderItIsTold() {
        take(CSV, position("new", 2));
        take(ROTATED, position("old", 5));
        take(OLDEST, position("old", 5));
        take(ROTATED, position("new", 2));
        take(CSV, null);
        assertThat(positions.rows()).isEqualTo(7);
        take(CSV, position("newest", 3));
        take(CSV, null);
        take(ROTATED, position("newest", 3));
        take(OLDEST, position("new", 2));
        take("service-csv//in/formation.csv.3", position("old", 5));
        assertThat(positions.rows()).isEqualTo(10);
    }

    @Test
    void aFileThatIsRenamedCountsOnceInWhicheverOrderItsNamesAreTold() {
        take(CSV, position("one", 4));
        take(ROTATED, position("one", 4));
        take(CSV, null);
        assertThat(positions.rows()).isEqualTo(4);
        take(ROTATED, null);
        take(CSV, position("one", 4));
        assertThat(positions.rows()).isEqualTo(4);
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
        positions.take(new ConsumerRecord<>(
                "positions",
                0,
                0,
                time,
                TimestampType.CREATE_TIME,
                0,
                0,
                bytes(key),
                value == null ? null : bytes(value),
                new RecordHeaders(),
                Optional.empty()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
