package org.relais.file;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.relais.runtime.Assignment;

/** What a test of the sink does as the runtime would. */
final class Sinks {

    static final Uuid TOPIC_ID = Uuid.randomUuid();
    static final TopicPartition PARTITION = new TopicPartition("formation.file-operation", 0);

    private Sinks() {}

    /** What Kafka knows: each partition's metadata. */
    static Assignment assignment(String... metadata) {
        Map<TopicPartition, String> perPartition = new HashMap<>();
        for (int partition = 0; partition < metadata.length; partition++) {
            perPartition.put(new TopicPartition(PARTITION.topic(), partition), metadata[partition]);
        }
        return new Assignment(Map.of(PARTITION, TOPIC_ID), perPartition);
    }

    /** Puts one message's lines in. */
    static void append(FileSink sink, String text) {
        Appender batch = sink.begin();
        sink.mark();
        text.lines().forEach(line -> batch.text(line).endLine());
    }
}
