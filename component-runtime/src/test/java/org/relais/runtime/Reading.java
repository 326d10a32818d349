package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Bodies;
import org.relais.messages.Topic;

/** The service of a production that reads topics outside of it as members of a group do, and asks the process for each record. */
final class Reading {

    static final int PARTITIONS = 5;

    private final Production production;
    private final String group;

    Reading(Production production, String group) {
        this.production = production;
        this.group = group;
    }

    Production.Part start(Elsewhere outside, @Nullable String bootstrap) {
        return start(outside, bootstrap, group);
    }

    Production.Part start(Elsewhere outside, @Nullable String bootstrap, String itsGroup, String... settings) {
        OutsideTopic topic = new OutsideTopic(outside.topic(), bootstrap, Map.of());
        return production.start(
                context -> new TopicServiceJob<>(context, TestTopics.SERVICE, new AskService(topic, itsGroup)),
                settings);
    }

    static String origin(ConsumerRecord<byte[], byte[]> letter) {
        return Objects.requireNonNull(Production.header(letter, "relais-origin"));
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private record AskService(OutsideTopic topic, String group) implements TopicService<Ask> {

        @Override
        public Topic<Ask, ?> target() {
            return TestTopics.PROCESS;
        }

        @Override
        public Ask read(ConsumerRecord<byte[], byte[]> record) {
            Ask ask = Bodies.of(Ask.class).read(record.value());
            return switch (ask.text()) {
                case "refuse" -> throw new RejectedException("refused");
                case "bug" -> throw new IllegalStateException("a bug");
                default -> ask;
            };
        }
    }
}
