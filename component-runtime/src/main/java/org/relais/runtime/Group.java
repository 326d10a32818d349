package org.relais.runtime;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How a part is known to the broker: the consumer group of all its copies, and the name of this one. What only one process may do has one
 * name for all copies, so that a successor keeps its predecessor out.
 */
final class Group {

    private final Context context;
    private final KafkaClients reading;
    private final Cluster cluster;
    private final boolean transactional;
    private final @Nullable OutsideCluster outside;
    private final String part;
    private final String id;
    private final String member;
    private final String reader;
    private final boolean isStatic;

    Group(Context context, String part, boolean exclusive) {
        this.context = context;
        Slot slot = context.slot();
        this.reading = context.clients();
        this.cluster = context.cluster();
        this.transactional = true;
        this.outside = null;
        this.part = part;
        this.id = context.production() + '.' + part;
        this.member = exclusive ? id : id + '-' + slot.name();
        this.reader = member;
        this.isStatic = exclusive || slot.known();
    }

    /**
     * The group of a part that reads an outside topic.
     *
     * @param id the group's own name in that cluster
     */
    Group(Context context, String part, String id, OutsideCluster outside) {
        this.context = context;
        Slot slot = context.slot();
        this.reading = outside.clients();
        this.cluster = outside.cluster();
        this.transactional = outside.isOurs();
        this.outside = outside;
        this.part = part;
        this.id = id;
        this.member = context.production() + '.' + part + '-' + slot.name();
        this.reader = outside.isOurs() ? member : member + '-' + outside.home();
        this.isStatic = slot.known();
    }

    /** {@return the cluster that is read} */
    Cluster cluster() {
        return cluster;
    }

    /** {@return whether what is sent and the offsets are committed together} */
    boolean isTransactional() {
        return transactional;
    }

    /** {@return whether it reads what is none of the production's topics} */
    boolean isOutside() {
        return outside != null;
    }

    /**
     * Makes sure that an outside topic can be read still: a consumer only finds nothing if it can't.
     *
     * @throws RetryableException if it can't
     */
    void requireOutside() {
        if (outside != null) {
            outside.requireTopic();
        }
    }

    /**
     * Commits what was sent, with the offsets if they are in the same cluster, else before them.
     *
     * @param beside whether that may go on beside what comes next
     * @param committed is told when it is done
     */
    void commit(
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Batch batch,
            Intake intake,
            Outlet outlet,
            boolean beside,
            Outlet.Committed committed) {
        if (outlet.isOpen() && transactional && beside) {
            outlet.commitBeside(offsets, batch.group(), committed);
        } else {
            commit(offsets, batch, intake, outlet);
            committed.at(System.nanoTime());
        }
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets, Batch batch, Intake intake, Outlet outlet) {
        if (outlet.isOpen() && transactional) {
            outlet.commit(offsets, batch.group());
            return;
        }
        if (outlet.isOpen()) {
            outlet.commit();
        }
        outlet.settle(); // its offsets must not come after these
        // Where nothing follows from a batch, the offsets alone are as atomic as a transaction, and far cheaper.
        intake.commit(offsets);
    }

    /** {@return the name of the part whose copies it consists of} */
    String part() {
        return part;
    }

    /** {@return what this process remembers of it} */
    GroupMemory memory() {
        GroupMemory memory = context.memory(id);
        memory.ensure();
        return memory;
    }

    Outlet outlet() {
        return Outlet.of(context.clients(), member);
    }

    Intake intake(List<String> topics) {
        return new Intake(
                reading.member(id, reader, isStatic), topics, context.settings().maxPollRecords());
    }
}
