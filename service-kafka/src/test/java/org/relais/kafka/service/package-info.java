/** Tests of the service that reads an outside topic. */
@NullMarked
package org.relais.kafka.service;

import org.jspecify.annotations.NullMarked;
