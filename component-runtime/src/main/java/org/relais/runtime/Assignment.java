package org.relais.runtime;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The partitions a process reads, and what Kafka knows of them.
 *
 * @param topicIds the partitions, each with its topic's present id
 * @param metadata of every partition of the topics, assigned to this process or not, that has one: what
 *     {@link Sink#commit} returned with the offsets committed last; empty where the offset carries no metadata at all, since somebody set
 *     it by hand, so that what was committed there before is not known
 */
public record Assignment(Map<TopicPartition, Uuid> topicIds, Map<TopicPartition, String> metadata) {}
