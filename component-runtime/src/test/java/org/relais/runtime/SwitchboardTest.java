package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SwitchboardTest {

    private final Switchboard board = new Switchboard();

    @Test
    void whatIsSentComesInItsOrder() {
        Pending<?, ?> first = ask("a");
        Pending<?, ?> second = ask("b");
        assertThat(take(10)).containsExactly(first, second);
    }

    @Test
    void whatIsGivenUpIsKeptByNobody() {
        assertThat(ask("a").abandon()).isEqualTo(Call.Fate.NOT_SENT);
        Pending<?, ?> next = ask("b");
        assertThat(take(1)).as("the first that is there").containsExactly(next);
    }

    @Test
    void whatWasNotSentIsSentWithTheNext() {
        Pending<?, ?> call = ask("a");
        board.putBack(take(1));
        assertThat(take(1)).containsExactly(call);
    }

    @Test
    void whatIsGivenUpWhileItIsSentIsNotSentAgain() {
        Pending<?, ?> call = ask("a");
        List<Pending<?, ?>> sending = take(1);
        assertThat(call.abandon()).isEqualTo(Call.Fate.UNKNOWN);
        assertThat(call.abandon()).isEqualTo(Call.Fate.UNKNOWN);
        board.putBack(sending);
        assertThat(call.abandon()).isEqualTo(Call.Fate.NOT_SENT);
        Pending<?, ?> next = ask("b");
        assertThat(take(1)).as("the first that is there").containsExactly(next);
    }

    @Test
    void nobodyIsToldThatNothingWasDoneAfterACommitThatFailed() {
        Pending<?, ?> call = ask("a");
        List<Pending<?, ?>> sending = take(1);
        sending.forEach(Pending::isDoubtful);
        board.putBack(sending);
        assertThat(call.abandon()).isEqualTo(Call.Fate.UNKNOWN);
        assertThat(call.abandon()).isEqualTo(Call.Fate.UNKNOWN);
        Pending<?, ?> next = ask("b");
        assertThat(take(1)).as("the first that is there").containsExactly(next);
    }

    @Test
    void whatIsGivenUpAfterItWasTakenBackIsNotSentAgain() {
        Pending<?, ?> call = ask("a");
        board.putBack(take(1));
        assertThat(call.abandon()).isEqualTo(Call.Fate.NOT_SENT);
        Pending<?, ?> next = ask("b");
        assertThat(take(1)).as("the first that is there").containsExactly(next);
    }

    @Test
    void whatWasSentStaysSentWhoeverGivesItUp() {
        Pending<?, ?> call = ask("a");
        List<Pending<?, ?>> sending = take(1);
        assertThat(call.abandon()).isEqualTo(Call.Fate.UNKNOWN);
        sending.forEach(Pending::isSent);
        assertThat(call.abandon()).isEqualTo(Call.Fate.SENT);
    }

    /** Its client was told that it goes on, and then it was refused: for its key, or since there were too many. */
    @Test
    void whatHasAKeyIsOnItsWayOnlyWhenItIsTakenOn() {
        Pending<?, ?> call = (Pending<?, ?>) board.callOnce(TestTopics.PROCESS, new Ask("a"), "key");
        take(1).forEach(Pending::isSent);
        assertThat(call.abandon()).isEqualTo(Call.Fate.UNKNOWN);
        call.isTaken();
        assertThat(call.abandon()).isEqualTo(Call.Fate.SENT);
    }

    @Test
    void whatComesAfterTheEndIsGivenUpLikeWhatWaited() {
        Pending<?, ?> before = ask("a");
        board.close();
        Pending<?, ?> after = ask("b");
        for (Pending<?, ?> call : List.of(before, after)) {
            assertThat(call.reply()).isCancelled();
            assertThat(call.sent()).isCancelled();
            assertThat(call.abandon()).isEqualTo(Call.Fate.NOT_SENT);
        }
        assertThat(take(1)).isEmpty();
    }

    private Pending<?, ?> ask(String text) {
        return (Pending<?, ?>) board.call(TestTopics.PROCESS, new Ask(text), null);
    }

    private List<Pending<?, ?>> take(int most) {
        return board.take(Duration.ZERO, most);
    }
}
