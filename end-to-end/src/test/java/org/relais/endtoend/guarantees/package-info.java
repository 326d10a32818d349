/** What Relais promises, as checks: each takes what was sent and what was found. Every suite with faults uses them. */
@NullMarked
package org.relais.endtoend.guarantees;

import org.jspecify.annotations.NullMarked;
