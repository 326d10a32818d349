package org.relais.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.relais.messages.Answer;
import org.relais.messages.Topic;

/**
 * How many messages of the production wait to be processed, so that a service can hold back: a bulk file must not make an HTTP caller
 * wait behind a million rows. Looked up now and then; in between a service counts what it adds, so that it never adds much more than
 * there is room for. Used by one thread.
 */
final class Backlog {

    /** How soon to ask again while there is no room: on two cores about one transaction of a bulk file is processed meanwhile. */
    static final long PAUSE_MILLIS = 100;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);

    /** Groups come with components, which are started now and then. */
    private static final long GROUPS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Admin admin;
    private final String production;
    private final String prefix;
    private final long limit;
    private List<String> groups = List.of();
    private long groupsListed;
    private long looked;
    private long room;

    Backlog(Context context) {
        this.admin = context.cluster().admin();
        this.production = context.production();
        this.prefix = production + '.';
        this.limit = context.settings().maxBacklog();
        this.looked = System.nanoTime() - LOOK_NANOS;
        this.groupsListed = System.nanoTime() - GROUPS_NANOS;
    }

    /** {@return whether services have to hold back} */
    boolean tooLong() {
        if (System.nanoTime() - looked >= (room > 0 ? LOOK_NANOS : PAUSE_NANOS)) {
            room = limit - count();
            looked = System.nanoTime();
        }
        return room <= 0;
    }

    /** Takes note of messages that a service has added since it asked. */
    void added(long messages) {
        room -= messages;
    }

    private long count() {
        Map<TopicPartition, Long> committed = committed();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        committed.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        long count = 0;
        for (var end : Answer.of(admin.listOffsets(latest).all()).entrySet()) {
            count += Math.max(0, end.getValue().offset() - committed.getOrDefault(end.getKey(), 0L));
        }
        return count;
    }

    private Map<TopicPartition, Long> committed() {
        Map<String, ListConsumerGroupOffsetsSpec> specs = new HashMap<>();
        groups().forEach(group -> specs.put(group, new ListConsumerGroupOffsetsSpec()));
        Map<TopicPartition, Long> committed = new HashMap<>();
        Answer.of(admin.listConsumerGroupOffsets(specs).all())
                .forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
                    if (isComponents(group, partition.topic())) {
                        committed.put(partition, offset == null ? 0 : offset.offset());
                    }
                }));
        return committed;
    }

    /** A service's group, and what it reads outside, may be called like ours: what waits there would keep the service from reading it. */
    private boolean isComponents(String group, String topic) {
        return group.equals(prefix + Topic.component(production, topic));
    }

    private List<String> groups() {
        if (System.nanoTime() - groupsListed >= GROUPS_NANOS) {
            groups = Answer.of(admin.listGroups().all()).stream()
                    .map(GroupListing::groupId)
                    .filter(group -> group.startsWith(prefix))
                    .toList();
            groupsListed = System.nanoTime();
        }
        return groups;
    }
}
