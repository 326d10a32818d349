package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SwitchboardTest {

    private final Switchboard board = new Switchboard();

    @Test
    void whatIsSentComesInItsOrder() {
        Call<Told> first = ask("a");
        Call<Told> second = ask("b");
        assertThat(take(10)).containsExactly(first, second);
    }

    @Test
    void whatIsGivenUpIsKeptByNobody() {
        assertThat(ask("a").abandon()).isEqualTo(Call.Fate.NOT_SENT);
        Call<Told> next = ask("b");
        assertThat(take(1)).as("the first that is there").containsExactly(next);
    }

    @Test
    void whatWasNotSentIsSentWithTheNext() {
        Call<Told> call = ask("a");
        board.putBack(take(1));
        assertThat(take(1)).containsExactly(call);
    }

    @Test
    void whatIsGivenUpWhileItIsSentIsNotSentAgain() {
        Call<Told> call = ask("a");
        List<Pending<?, ?>> sending = take(1);
        assertThat(call.abandon()).isEqualTo(Call.Fate.UNKNOWN);
        assertThat(call.abandon()).isEqualTo(Call.Fate.UNKNOWN);
        board.putBack(sending);
        assertThat(call.abandon()).isEqualTo(Call.Fate.NOT_SENT);
        Call<Told> next = ask("b");
        assertThat(take(1)).as("the first that is there").containsExactly(next);
    }

    @Test
    void whatIsGivenUpAfterItWasTakenBackIsNotSentAgain() {
        Call<Told> call = ask("a");
        board.putBack(take(1));
        assertThat(call.abandon()).isEqualTo(Call.Fate.NOT_SENT);
        Call<Told> next = ask("b");
        assertThat(take(1)).as("the first that is there").containsExactly(next);
    }

    @Test
    void whatWasSentStaysSentWhoeverGivesItUp() {
        Call<Told> call = ask("a");
        List<Pending<?, ?>> sending = take(1);
        assertThat(call.abandon()).isEqualTo(Call.Fate.UNKNOWN);
        sending.forEach(Pending::isSent);
        assertThat(call.abandon()).isEqualTo(Call.Fate.SENT);
    }

    @Test
    void whatComesAfterTheEndIsGivenUpLikeWhatWaited() {
        Call<Told> before = ask("a");
        board.close();
        Call<Told> after = ask("b");
        for (Call<Told> call : List.of(before, after)) {
            assertThat(call.reply()).isCancelled();
            assertThat(call.sent()).isCancelled();
            assertThat(call.abandon()).isEqualTo(Call.Fate.NOT_SENT);
        }
        assertThat(take(1)).isEmpty();
    }

    private Call<Told> ask(String text) {
        return board.call(TestTopics.PROCESS, new Ask(text), null);
    }

    private List<Pending<?, ?>> take(int most) {
        return board.take(Duration.ZERO, most);
    }
}
