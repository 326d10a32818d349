package org.relais.kafka.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Topics;
import org.relais.runtime.OutsideTopic;
import org.relais.runtime.Setting;

/** The settings of the service. */
record ServiceSettings(
        @Setting(description = "the outside topic to read", byDefault = Topics.KAFKA_DEMO)
        String topic,

        @Setting(
                description = "the consumer group whose offsets tell what has been read; without any, all of it is",
                byDefault = "demo-group")
        String group,

        @Setting(
                description =
                        "brokers of the outside topic's cluster; default: the production's own, which is read exactly once",
                byDefault = Setting.NONE,
                identity = true)
        @Nullable
        String outsideBootstrapServers,

        @Setting(
                description = "settings of the Kafka client that reads the outside topic, such as security.protocol",
                byDefault = Setting.NONE)
        Map<String, String> outsideKafka)
        implements OutsideTopic.Owner {

    /** Checks what would else be tried for ever; says everything that is wrong at once. */
    ServiceSettings {
        List<String> problems = new ArrayList<>(OutsideTopic.problems(topic, outsideBootstrapServers));
        if (group.isBlank()) {
            problems.add("group: expected a name");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    @Override
    public OutsideTopic outside() {
        return new OutsideTopic(topic, outsideBootstrapServers, outsideKafka);
    }

    @Override
    public boolean writes() {
        return false;
    }
}
