package org.relais.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.DeadLetter;
import org.relais.messages.OneLine;

/**
 * The ledgers of the partitions that are this process's now, read from the compacted topic when they are needed first. After each takeover
 * they are read anew: what a transaction changed that was not committed must not stay. Used by one thread.
 */
final class Ledgers {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Context context;
    private final String topic;
    private final Map<Integer, Ledger> byPartition = new HashMap<>();
    private @Nullable Object assignment;

    /** @param topic the compacted one */
    Ledgers(Context context, String topic) {
        this.context = context;
        this.topic = topic;
    }

    /** Forgets all if partitions were taken over since: they may belong to another process now. */
    void refresh(Takeover takeover) {
        if (assignment != takeover.assignment()) {
            assignment = takeover.assignment();
            byPartition.clear();
        }
    }

    /**
     * {@return a partition's ledger}
     *
     * @param lifecycle ends the reading
     */
    Ledger of(int partition, Lifecycle lifecycle) {
        return byPartition.computeIfAbsent(partition, number -> read(number, lifecycle));
    }

    /** {@return how many keys are remembered in all} */
    int size() {
        return byPartition.values().stream().mapToInt(Ledger::size).sum();
    }

    /**
     * Forgets what was seen before that time.
     *
     * @param most how many at most of each partition
     * @param forgotten is told the partition and the session
     */
    void forget(long before, int most, BiConsumer<Integer, UUID> forgotten) {
        byPartition.forEach((partition, ledger) ->
                ledger.forget(before, most).forEach(session -> forgotten.accept(partition, session)));
    }

    /** What others have open is waited for, else what they are about to commit would be overlooked. */
    private Ledger read(int number, Lifecycle lifecycle) {
        Ledger ledger = new Ledger();
        TopicPartition partition = new TopicPartition(topic, number);
        try (KafkaConsumer<byte[], byte[]> consumer = context.clients().reader(topic + '-' + number)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = context.cluster().end(partition);
            while (consumer.position(partition) < end) {
                if (!lifecycle.running()) {
                    throw new RetryableException("told to stop while reading the keys seen");
                }
                consumer.poll(POLL).forEach(record -> take(record, ledger));
            }
        }
        return ledger;
    }

    /** What can't be read nobody of ours has written; the next who reads would meet it again, so that no request would be taken in any more. */
    private void take(ConsumerRecord<byte[], byte[]> record, Ledger into) {
        try {
            UUID session = LedgerRecords.session(record);
            if (record.value() == null) {
                into.remove(session);
            } else {
                into.put(session, LedgerRecords.entry(record));
            }
        } catch (RuntimeException e) {
            String place = DeadLetter.origin(record.topic(), record.partition(), record.offset());
            context.log()
                    .warn("{} is left out, since it is no request with a key: {}", place, OneLine.of(e.toString()));
        }
    }
}
