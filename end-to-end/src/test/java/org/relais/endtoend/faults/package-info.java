/**
 * What the environment does to a component, and what happens when one of its safeguards is taken out. Each test starts what it needs
 * of a production, and no more.
 */
@NullMarked
package org.relais.endtoend.faults;

import org.jspecify.annotations.NullMarked;
