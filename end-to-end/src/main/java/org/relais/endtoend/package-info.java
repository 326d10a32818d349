/** Real processes from outside: how a production is started, hurt and looked at. Tests and {@code relais prove} use the same parts. */
@NullMarked
package org.relais.endtoend;

import org.jspecify.annotations.NullMarked;
