/** The sample of the README, as it is compiled. */
@NullMarked
package org.relais.endtoend.sample;

import org.jspecify.annotations.NullMarked;
