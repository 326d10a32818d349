/** Tests of the operation that writes to an outside topic. */
@NullMarked
package org.relais.kafka.operation;

import org.jspecify.annotations.NullMarked;
