/** Tests of the file operation, with real files. */
@NullMarked
package org.relais.file;

import org.jspecify.annotations.NullMarked;
