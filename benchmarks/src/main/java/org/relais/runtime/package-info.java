/** What benchmarks need of the runtime's inside: the very clients that components use, and its hot spots. */
@NullMarked
package org.relais.runtime;

import org.jspecify.annotations.NullMarked;
