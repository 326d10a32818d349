/** The end-to-end benchmark. */
@NullMarked
package org.relais.benchmarks;

import org.jspecify.annotations.NullMarked;
