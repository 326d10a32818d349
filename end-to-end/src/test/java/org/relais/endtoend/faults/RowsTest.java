package org.relais.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.relais.endtoend.OutputLines;
import org.relais.endtoend.faults.Rows.Sort;

final class RowsTest {
    private static final int COUNT = 100_000;
    private static final Rows ROWS = new Rows(7);

    @Test
    void everySortIsThere() {
        for (Sort sort : Sort.values()) {
            assertThat(ROWS.all(COUNT, sort::equals).cardinality())
                    .as(sort.name())
                    .isPositive();
        }
    }

    @Test
    void mostRowsAreGood() {
        assertThat(ROWS.all(COUNT, Sort::isGood).cardinality()).isBetween(COUNT * 99 / 100, COUNT - 1);
    }

    @Test
    void aNumberIsFoundWhereverItsNameStands() {
        int number = 12_345;
        assertThat(Rows.number(ROWS.csv(number))).isEqualTo(number);
        assertThat(Rows.number(ROWS.json(number))).isEqualTo(number);
        assertThat(Rows.number(OutputLines.line(ROWS.row(number)))).isEqualTo(number);
        assertThat(Rows.number(ROWS.row(number).training())).isEqualTo(number);
    }

    @Test
    void whatHasNoNameHasNoNumber() {
        assertThat(Rows.number("row-1234567x;")).isEqualTo(-1);
        assertThat(Rows.number("row-1234")).isEqualTo(-1);
        assertThat(Rows.number("formation3")).isEqualTo(-1);
    }

    @Test
    void onlyATooLongNameExceedsItsColumn() {
        BitSet exceeding = new BitSet();
        for (int number = 0; number < COUNT; number++) {
            exceeding.set(number, ROWS.row(number).nom().length() > 50);
        }
        assertThat(exceeding).isEqualTo(ROWS.all(COUNT, Sort.TOO_LONG::equals));
    }

    @Test
    void theSeedDecides() {
        assertThat(new Rows(7).all(COUNT, Sort::isInFile)).isEqualTo(ROWS.all(COUNT, Sort::isInFile));
        assertThat(new Rows(8).all(COUNT, Sort::isInFile)).isNotEqualTo(ROWS.all(COUNT, Sort::isInFile));
    }
}
