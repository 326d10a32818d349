package org.relais.runtime;

/**
 * How much of a batch was handled: what is left is the next batch.
 *
 * @param count so many of its messages, in the batch's order; at least one
 * @param sinkPart the sink's part of the offsets' metadata; empty if there is none
 */
record Handled(int count, String sinkPart) {}
