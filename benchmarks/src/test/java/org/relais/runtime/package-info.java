/** What tests of the benchmarks need of the runtime's inside. */
@NullMarked
package org.relais.runtime;

import org.jspecify.annotations.NullMarked;
