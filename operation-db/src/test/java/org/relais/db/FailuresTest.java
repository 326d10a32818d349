package org.relais.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relais.runtime.RejectedException;
import org.relais.runtime.RetryableException;

final class FailuresTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"22001", "22003", "22P02", "22021", "23502", "23503", "23505", "23514", "44000", "54000", "P0001"
            })
    void theMessageIsToBlame(String state) {
        assertThat(Failures.of(new SQLException("no", state))).isInstanceOf(RejectedException.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "08001", "08006", "22P03", "22P04", "25006", "25P03", "28P01", "3D000", "40001", "40P01", "42501",
                "42P01", "53100", "53300", "55P03", "57014", "57P01", "57P03", "58030", "XX000", "ZZ999", "", "P0"
            })
    void theDatabaseIsToBlame(String state) {
        assertThat(Failures.of(new SQLException("no", state))).isInstanceOf(RetryableException.class);
    }

    @Test
    void theReasonIsOneShortLineWithoutTheValue() {
        assertThat(Failures.describe(
                        new SQLException("invalid input syntax for type integer: \"secret\"\nWhere: line 1", "22P02")))
                .isEqualTo("invalid input syntax for type integer (SQLState 22P02)");
        assertThat(Failures.describe(new SQLException("x".repeat(5_000), "P0001")))
                .hasSizeLessThan(600);
        assertThat(Failures.describe(new SQLException())).isEqualTo("SQLException (SQLState null)");
    }
}
