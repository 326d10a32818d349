/** Tests of the benchmark's own arithmetic. */
@NullMarked
package org.relais.benchmarks;

import org.jspecify.annotations.NullMarked;
