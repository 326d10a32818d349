package org.relais.launcher;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of an open dead letter.
 *
 * @param letter the letter
 * @param message what is sent in its place; null to discard it
 * @param edited whether the message has another body than the letter
 */
record Decision(Letter letter, @Nullable ProducerRecord<byte[], byte[]> message, boolean edited) {}
