package org.relais.kafka.operation;

import org.relais.messages.Done;
import org.relais.messages.KafkaTestMessage;
import org.relais.runtime.Operation;
import org.relais.runtime.TopicWriter;

/** Writes a product to the outside topic. */
final class KafkaOperation implements Operation<KafkaTestMessage, Done, TopicWriter> {

    @Override
    public Done handle(KafkaTestMessage product, TopicWriter topic) {
        topic.write(product);
        return Done.DONE;
    }
}
