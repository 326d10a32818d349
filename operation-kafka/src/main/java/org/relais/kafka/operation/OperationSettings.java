package org.relais.kafka.operation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Topics;
import org.relais.runtime.OutsideTopic;
import org.relais.runtime.Setting;

/** The settings of the operation. */
record OperationSettings(
        @Setting(description = "the outside topic to write to", byDefault = Topics.KAFKA_DEMO)
        String topic,

        @Setting(
                description =
                        "brokers of the outside topic's cluster; default: the production's own, which is written to exactly once",
                byDefault = Setting.NONE,
                identity = true)
        @Nullable
        String outsideBootstrapServers,

        @Setting(
                description =
                        "settings of the Kafka client that writes to the topic of another cluster, such as security.protocol",
                byDefault = Setting.NONE)
        Map<String, String> outsideKafka)
        implements OutsideTopic.Owner {

    /** Checks what would else be tried for ever; says everything that is wrong at once. */
    OperationSettings {
        List<String> problems = OutsideTopic.problems(topic, outsideBootstrapServers);
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
        return true;
    }
}
