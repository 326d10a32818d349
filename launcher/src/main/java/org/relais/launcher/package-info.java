/**
 * The command line, and the parts it is made of: an embedded broker, an embedded PostgreSQL and one child process per
 * component, all watched by one {@link org.relais.launcher.Supervisor}. Tests and benchmarks use the same parts.
 */
@NullMarked
package org.relais.launcher;

import org.jspecify.annotations.NullMarked;
