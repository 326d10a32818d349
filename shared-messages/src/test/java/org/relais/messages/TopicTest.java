package org.relais.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopicTest {

    sealed interface Wish permits Buy, Sell {}

    record Buy(String what) implements Wish {}

    record Sell(String what) implements Wish {}

    @Test
    void isNamedAfterItsProduction() {
        assertThat(Topics.ROUTER.in("formation")).isEqualTo("formation.router");
        assertThat(Topics.ROUTER.repliesIn("formation")).isEqualTo("formation.router.replies");
        assertThat(Topics.FILE_OPERATION.deadLettersIn("formation")).isEqualTo("formation.file-operation.dead-letters");
        assertThat(Topics.positions("other")).isEqualTo("other.positions");
        assertThat(Topics.status("other")).isEqualTo("other.status");
        assertThat(Topics.events("other")).isEqualTo("other.events");
    }

    @Test
    void hasOneBodyTypeEachWay() {
        assertThat(Topics.TRAINING_OPERATION.requestTypes()).containsOnlyKeys("TrainingRequest");
        assertThat(Topics.TRAINING_OPERATION.replyTypes()).containsOnlyKeys("TrainingResponse");
    }

    @Test
    void hasEveryTypeOfASealedInterfaceAndTheFirstIsTheDefault() {
        Topic<Wish, Done> topic = new Topic<>("wishes", Wish.class, Done.class);
        assertThat(List.copyOf(topic.requestTypes().keySet())).containsExactly("Buy", "Sell");
        assertThat(topic.requestTypes()).containsEntry("Sell", Sell.class);
    }
}
