/** Tests that start real processes. */
@NullMarked
package org.relais.endtoend;

import org.jspecify.annotations.NullMarked;
