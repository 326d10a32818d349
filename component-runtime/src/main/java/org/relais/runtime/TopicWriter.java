package org.relais.runtime;

/**
 * Where an operation's handler puts what is to be written to a topic outside the production. On the production's own cluster it is written
 * exactly once; on another one at least once, and then the same always has the same {@code ce_id}.
 */
public interface TopicWriter {

    /**
     * Writes a record: the body's JSON, under the message's key, with headers that make it a CloudEvent.
     *
     * @param body a record type
     * @throws RejectedException if it is larger than the broker takes
     */
    void write(Object body);
}
