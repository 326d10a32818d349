/** The relais command line. */
@NullMarked
package org.relais.launcher;

import org.jspecify.annotations.NullMarked;
