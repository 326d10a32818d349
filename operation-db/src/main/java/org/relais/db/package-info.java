/** Rows out to databases. */
@NullMarked
package org.relais.db;

import org.jspecify.annotations.NullMarked;
