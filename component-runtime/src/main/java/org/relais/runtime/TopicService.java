package org.relais.runtime;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Topic;

/**
 * The way in from a Kafka topic that belongs to no production: makes a request of each record. From a topic on the production's own
 * cluster that happens exactly once; from another cluster at least once, and then what is made of a record twice has the same id, made of
 * the topic's id, the partition and the offset. What was read before is told by the group's offsets in the outside cluster; a group without
 * any begins at the topic's beginning.
 *
 * @param <Q> what it asks for
 */
public interface TopicService<Q> {

    /** {@return what is read} */
    OutsideTopic topic();

    /** {@return the consumer group by whose offsets it is known what has been read} */
    String group();

    /** {@return whom the requests are sent to} */
    Topic<Q, ?> target();

    /**
     * Makes a request of a record, and does nothing else. Records with the same key stay in order.
     *
     * @param record the record, with its bytes as they are
     * @throws InvalidMessageException or
     * @throws RejectedException if nothing can be made of this one: it becomes a dead letter of the service
     */
    Q read(ConsumerRecord<byte[], byte[]> record);
}
