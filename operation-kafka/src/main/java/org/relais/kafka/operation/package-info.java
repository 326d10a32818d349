/** Products out to an outside Kafka topic. */
@NullMarked
package org.relais.kafka.operation;

import org.jspecify.annotations.NullMarked;
