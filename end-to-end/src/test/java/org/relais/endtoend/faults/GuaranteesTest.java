package org.relais.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.relais.endtoend.faults.EveryCallAnswered.Answer;

/** A guarantee that notices nothing would be worth nothing: each notices what breaks it. */
final class GuaranteesTest {
    private static final List<String> SENT = List.of("a1", "b1", "a2", "b2");

    @Test
    void exactlyOnceHoldsInAnyOrder() {
        assertThatCode(() -> new ExactlyOnceEffect(SENT).check("here", List.of("b2", "a2", "a1", "b1")))
                .doesNotThrowAnyException();
    }

    @Test
    void exactlyOnceNoticesWhatIsLost() {
        assertThatThrownBy(() -> new ExactlyOnceEffect(SENT).check("here", List.of("a1", "b1", "b2")))
                .hasMessageContaining("1 of 4 missing [a2]");
    }

    @Test
    void exactlyOnceNoticesWhatIsThereTwice() {
        assertThatThrownBy(() -> new ExactlyOnceEffect(SENT).check("here", List.of("a1", "b1", "a2", "b2", "b1")))
                .hasMessageContaining("1 there again [b1]");
    }

    @Test
    void exactlyOnceNoticesWhatWasNeverSent() {
        assertThatThrownBy(() -> new ExactlyOnceEffect(SENT).check("here", List.of("a1", "b1", "a2", "b2", "c1")))
                .hasMessageContaining("1 never sent [c1]");
    }

    @Test
    void exactlyOnceCountsByNumbers() {
        ExactlyOnceEffect once = new ExactlyOnceEffect(numbers(0, 1, 2), Rows::name);
        once.found(1);
        once.found(1);
        once.found(7);
        assertThat(once.lost()).isEqualTo(2);
        assertThat(once.duplicated()).isEqualTo(2);
        assertThat(once.differences())
                .containsExactly(
                        "2 of 3 missing [row-00000000, row-00000002]",
                        "1 there again [row-00000001]",
                        "1 never sent [row-00000007]");
    }

    @Test
    void orderHoldsAcrossKeys() {
        assertThatCode(() -> new OrderPerKey(SENT, GuaranteesTest::key).check("here", List.of("b1", "b2", "a1", "a2")))
                .doesNotThrowAnyException();
    }

    @Test
    void orderNoticesWhatWasOvertaken() {
        assertThatThrownBy(
                        () -> new OrderPerKey(SENT, GuaranteesTest::key).check("here", List.of("a2", "b1", "a1", "b2")))
                .hasMessageContaining("1 out of order [a2 before a1]");
    }

    @Test
    void orderCountsByNumbers() {
        OrderPerKey order = new OrderPerKey(Rows::name);
        order.found(5, 900);
        order.found(4, 0);
        order.found(3, 900);
        assertThat(order.outOfOrder()).isEqualTo(1);
    }

    @Test
    void callsHoldWhateverTheOrderOfAnswers() {
        assertThatCode(() -> new EveryCallAnswered(SENT).check("here", answers("b2", "a2", "a1", "b1")))
                .doesNotThrowAnyException();
    }

    @Test
    void callsNoticeTheUnanswered() {
        assertThatThrownBy(() -> new EveryCallAnswered(SENT).check("here", answers("a1", "b1", "b2")))
                .hasMessageContaining("4 calls and 3 answers")
                .hasMessageContaining("[a2]");
    }

    @Test
    void callsNoticeASecondAnswer() {
        assertThatThrownBy(() -> new EveryCallAnswered(SENT).check("here", answers("a1", "b1", "a2", "b2", "b2")))
                .hasMessageContaining("[b2]");
    }

    @Test
    void callsNoticeAnAnswerTwiceInPlaceOfAnother() {
        assertThatThrownBy(() -> new EveryCallAnswered(SENT).check("here", answers("a1", "b1", "b1", "b2")))
                .hasMessageContaining("b1")
                .hasMessageContaining("a2");
    }

    @Test
    void callsNoticeAnError() {
        assertThatThrownBy(() -> new EveryCallAnswered(List.of("a1")).check("here", List.of(new Answer("a1", false))))
                .hasMessageContaining("1 answered with an error [a1]");
    }

    @Test
    void inputIsDoneDeadOrPending() {
        NothingDroppedInSilence input = new NothingDroppedInSilence(numbers(0, 1, 2), Rows::name);
        input.done(0);
        input.dead(1);
        input.pending(2);
        assertThat(input.differences()).isEmpty();
        assertThat(input.pending()).isEqualTo(1);
    }

    @Test
    void inputNoticesWhatIsDropped() {
        NothingDroppedInSilence input = new NothingDroppedInSilence(numbers(0, 1, 2), Rows::name);
        input.done(0);
        input.dead(1);
        assertThat(input.differences()).containsExactly("1 dropped [row-00000002]");
    }

    @Test
    void inputNoticesWhatIsDoneAndADeadLetter() {
        NothingDroppedInSilence input = new NothingDroppedInSilence(numbers(0), Rows::name);
        input.done(0);
        input.dead(0);
        assertThat(input.differences()).containsExactly("1 done and a dead letter as well [row-00000000]");
    }

    @Test
    void recoveryHasItsPercentiles() {
        RecoversWithin recovers = new RecoversWithin(Duration.ofSeconds(5));
        for (int second = 1; second <= 5; second++) {
            recovers.recovered("kill", Duration.ofSeconds(second));
        }
        assertThat(recovers.differences()).isEmpty();
        assertThat(RecoversWithin.percentile(recovers.millis("kill"), 50)).isEqualTo(3_000);
        assertThat(RecoversWithin.percentile(recovers.millis(), 95)).isEqualTo(5_000);
    }

    @Test
    void recoveryNoticesTheLateAndTheDead() {
        RecoversWithin recovers = new RecoversWithin(Duration.ofSeconds(5));
        recovers.recovered("kill", Duration.ofMillis(5_001));
        recovers.notRecovered("kill");
        assertThat(recovers.differences()).containsExactly("2 too late: [kill after 5001 ms, kill not at all]");
    }

    private static String key(String name) {
        return name.substring(0, 1);
    }

    private static List<Answer> answers(String... ids) {
        return List.of(ids).stream().map(id -> new Answer(id, true)).toList();
    }

    private static BitSet numbers(int... all) {
        BitSet numbers = new BitSet();
        for (int number : all) {
            numbers.set(number);
        }
        return numbers;
    }
}
