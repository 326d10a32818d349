package org.relais.benchmarks;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.relais.messages.Bodies;
import org.relais.messages.ComponentStatus;
import org.relais.messages.Topics;
import org.relais.runtime.FloorClients;

/** Follows what components say of themselves. Used by one thread. */
final class Statuses implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Bodies<ComponentStatus> BODIES = Bodies.of(ComponentStatus.class);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final Set<Long> running = new HashSet<>();
    private boolean positioned;

    Statuses(String bootstrap, String production) {
        this.consumer = new FloorClients(bootstrap).reader("bench-status");
        this.partition = new TopicPartition(Topics.status(production), 0);
    }

    /** {@return the process ids of the components of which every part runs} */
    Set<Long> running() {
        if (positioned || position()) {
            consumer.poll(POLL).forEach(this::take);
        }
        return running;
    }

    /** The topic comes with the first component. */
    private boolean position() {
        if (consumer.listTopics().containsKey(partition.topic())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            positioned = true;
        }
        return positioned;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        ComponentStatus status = BODIES.read(record.value());
        if (status.parts().stream().allMatch(part -> part.state().equals("RUNNING"))) {
            running.add(status.pid());
        } else {
            running.remove(status.pid());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
