package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TallyTest {

    @Test
    void goesOnFromWhereItWas() {
        Tally tally = Tally.of("");
        tally.consumed();
        tally.consumed();
        tally.done();
        OffsetAndMetadata first = tally.commit(7, Optional.of(2), "a sink's; part, with c=9");
        assertThat(first.offset()).isEqualTo(7);
        assertThat(first.leaderEpoch()).contains(2);
        assertThat(Tally.sinkPart(first.metadata())).isEqualTo("a sink's; part, with c=9");

        Tally next = Tally.of(first.metadata());
        next.consumed();
        next.answered();
        next.deadLetter();
        assertThat(next.commit(8, Optional.empty(), "").metadata()).isEqualTo("c=3,d=1,a=1,x=1");
    }

    @Test
    void aSinkThatAddsNothingHasNoPart() {
        assertThat(Tally.sinkPart(Tally.of("").commit(1, Optional.empty(), "").metadata()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",", "c=", "c=x", "committed by hand", "c=1e3", "=", "c=99999999999999999999", "z=4", ";"})
    void countsFromZeroWhereSomebodyElseHasCommitted(String metadata) {
        assertThat(Tally.of(metadata).commit(1, Optional.empty(), "").metadata())
                .isEqualTo("c=0,d=0,a=0,x=0");
    }
}
