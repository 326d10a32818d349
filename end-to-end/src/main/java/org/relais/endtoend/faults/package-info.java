/**
 * What Relais promises, as checks that are fed with what was sent and what was found; and the faults against which a production has
 * to keep it, as {@code relais prove} applies them.
 */
@NullMarked
package org.relais.endtoend.faults;

import org.jspecify.annotations.NullMarked;
