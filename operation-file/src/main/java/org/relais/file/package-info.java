/** Lines out to a file. */
@NullMarked
package org.relais.file;

import org.jspecify.annotations.NullMarked;
