package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatchTest {
    private static final long SECOND = 1_000_000_000;

    private final Watch watch = new Watch(Look.NOTHING, 0);

    @Test
    void isIdleAfterTwoQuietLooksWithTheSameCounts() {
        watch.take(look(4, 4, 0, true), SECOND);
        assertThat(watch.isIdle()).isFalse();
        watch.take(look(4, 4, 0, true), 2 * SECOND);
        assertThat(watch.isIdle()).isTrue();
    }

    @Test
    void isNotIdleWhileMessagesWaitOrAFileIsNotDone() {
        watch.take(look(4, 4, 1, true), SECOND);
        watch.take(look(4, 4, 1, true), 2 * SECOND);
        assertThat(watch.isIdle()).isFalse();
        watch.take(look(4, 4, 0, false), 3 * SECOND);
        watch.take(look(4, 4, 0, false), 4 * SECOND);
        assertThat(watch.isIdle()).isFalse();
    }

    @Test
    void isNotIdleAnyMoreWhenSomethingHappensAgain() {
        watch.take(look(4, 4, 0, true), SECOND);
        watch.take(look(4, 4, 0, true), 2 * SECOND);
        watch.take(look(5, 5, 0, true), 3 * SECOND);
        assertThat(watch.isIdle()).isFalse();
        watch.take(look(5, 5, 0, true), 4 * SECOND);
        assertThat(watch.isIdle()).isTrue();
    }

    @Test
    void measuresFromTheLookBeforeTheFirstRowToTheLastEffect() {
        watch.take(look(0, 0, 0, false), 5 * SECOND);
        watch.take(look(1_000, 200, 9, false), 6 * SECOND);
        assertThat(watch.rowsPerSecond()).isEqualTo(1_000);
        watch.take(look(1_000, 1_000, 0, true), 7 * SECOND);
        watch.take(look(1_000, 1_000, 0, true), 8 * SECOND);
        assertThat(watch.workTime()).hasSeconds(2);
        assertThat(watch.newRows()).isEqualTo(1_000);
    }

    @Test
    void tellsAPersonHowItGoes() {
        watch.take(look(12_345, 12_000, 7, false), SECOND);
        assertThat(watch.line())
                .isEqualTo("rows read 12,345 · done 12,000 · calls answered 24,000 · dead letters 0 · 12,345 rows/s");
    }

    @Test
    void tellsAPersonWhatIsNotAtWork() {
        watch.take(new Look(0, 0, 0, 0, 0, true, false, ""), SECOND);
        assertThat(watch.line()).endsWith(" rows/s · starting");
        watch.take(new Look(0, 0, 0, 0, 0, true, false, "file-operation retrying: disk full"), 2 * SECOND);
        assertThat(watch.line()).endsWith(" rows/s · file-operation retrying: disk full");
        assertThat(watch.isIdle()).isFalse();
        watch.take(new Look(0, 0, 0, 0, 0, true, false, "file-operation retrying: \033[2J\nrows\uD83D"), 3 * SECOND);
        assertThat(watch.line()).endsWith(" · file-operation retrying: ?[2J?rows?");
    }

    private static Look look(long rows, long done, long lag, boolean filesDone) {
        return new Look(rows, done, 2 * done, 0, lag, filesDone, true, "");
    }
}
