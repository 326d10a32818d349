package org.relais.runtime;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * How far a sink has applied one partition, stored atomically with the data it applied.
 *
 * @param topicId the topic's id: a topic deleted and created again has another one
 * @param nextOffset the offset to go on from
 * @param leaderEpoch the leader epoch of the last record applied, to notice a log that was truncated
 * @param outcomes what became of the messages of the last batch, opaque to the sink; not to be changed
 */
public record Cursor(Uuid topicId, long nextOffset, Optional<Integer> leaderEpoch, ByteBuffer outcomes) {}
