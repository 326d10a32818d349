/** Products in from an outside Kafka topic. */
@NullMarked
package org.relais.kafka.service;

import org.jspecify.annotations.NullMarked;
