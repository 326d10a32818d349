package org.relais.messages.trace;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.KeyedHeaders;
import org.relais.messages.Patience;

/**
 * When sessions began whose id is made of a key: the id does not tell, but whoever carries such requests out once keeps it in a compacted
 * topic, under the session's id.
 */
final class Keys {

    private Keys() {}

    /** {@return when the session began last, or null if nothing is kept of it (any more): a key may be used again when its time is over} */
    static @Nullable Instant seen(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> kept, String session) {
        byte[] key = session.getBytes(StandardCharsets.UTF_8);
        consumer.assign(kept);
        consumer.seekToBeginning(kept);
        Map<TopicPartition, Long> ends = consumer.endOffsets(kept);
        Patience patience = new Patience(consumer);
        Instant seen = null;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : patience.poll()) {
                if (Arrays.equals(record.key(), key)) {
                    seen = record.value() == null ? null : KeyedHeaders.seen(record.headers());
                }
            }
        }
        return seen;
    }
}
