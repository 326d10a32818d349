/**
 * Shows that the guarantees notice what is wrong; what the environment does to a component and to a whole production under fire; and that a
 * test misses each safeguard that is taken out.
 */
@NullMarked
package org.relais.endtoend.faults;

import org.jspecify.annotations.NullMarked;
