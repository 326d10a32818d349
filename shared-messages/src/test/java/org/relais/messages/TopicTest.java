package org.relais.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

    @Test
    void everyTopicIsListed() throws IllegalAccessException {
        List<Object> declared = new ArrayList<>();
        for (Field field : Topics.class.getFields()) {
            declared.add(field.get(null));
        }
        assertThat(Topics.all())
                .hasSameElementsAs(declared.stream()
                        .filter(Topic.class::isInstance)
                        .map(topic -> (Topic<?, ?>) topic)
                        .toList());
    }

    @Test
    void tellsWhoseMessagesATopicCarries() {
        assertThat(Topic.component("formation", "formation.router")).isEqualTo("router");
        assertThat(Topic.component("formation", "formation.router.replies")).isEqualTo("router");
        assertThat(Topic.component("formation", "formation.router.dead-letters"))
                .isEqualTo("router");
        assertThat(Topic.component("formation", "kafka_demo")).isEqualTo("kafka_demo");
    }

    @Test
    void theRuntimesOwnTopicsCarryNoMessages() {
        assertThat(Stream.of(
                        Topics.status("f"),
                        Topics.settings("f"),
                        Topics.positions("f"),
                        Topics.groups("f"),
                        Topics.events("f"),
                        Topics.fates("f")))
                .noneMatch(topic -> Topics.carriesMessages("f", topic));
        assertThat(Topics.carriesMessages("f", Topics.commandLineReplies("f"))).isTrue();
        assertThat(Topics.carriesMessages("f", "other.router")).isFalse();
    }
}
