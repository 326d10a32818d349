package org.relais.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * How many messages of the production wait to be processed, so that a service can hold back: a bulk file must not make an HTTP caller
 * wait behind a million rows. Looked up a few times a second at most. Used by one thread.
 */
final class Backlog implements AutoCloseable {

    static final long LOOK_MILLIS = 250;

    private final Admin admin;
    private final String prefix;
    private final long limit;
    private long looked;
    private boolean tooLong;

    Backlog(Context context) {
        this.admin = context.clients().admin();
        this.prefix = context.production() + '.';
        this.limit = context.settings().maxBacklog();
        this.looked = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
    }

    /** {@return whether services have to hold back} */
    boolean tooLong() {
        long now = System.nanoTime();
        if (now - looked >= TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
            tooLong = count() > limit;
            looked = System.nanoTime();
        }
        return tooLong;
    }

    @Override
    public void close() {
        admin.close();
    }

    private long count() {
        try {
            Map<TopicPartition, Long> committed = committed();
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            committed.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
            long count = 0;
            for (var end : admin.listOffsets(latest).all().get().entrySet()) {
                count += Math.max(0, end.getValue().offset() - committed.getOrDefault(end.getKey(), 0L));
            }
            return count;
        } catch (ExecutionException e) {
            throw new KafkaException("the backlog can't be looked up", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private Map<TopicPartition, Long> committed() throws ExecutionException, InterruptedException {
        Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
        List<String> ids = admin.listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .filter(group -> group.startsWith(prefix))
                .toList();
        ids.forEach(group -> groups.put(group, new ListConsumerGroupOffsetsSpec()));
        Map<TopicPartition, Long> committed = new HashMap<>();
        for (Map<TopicPartition, OffsetAndMetadata> offsets :
                admin.listConsumerGroupOffsets(groups).all().get().values()) {
            offsets.forEach((partition, offset) -> committed.put(partition, offset == null ? 0 : offset.offset()));
        }
        return committed;
    }
}
