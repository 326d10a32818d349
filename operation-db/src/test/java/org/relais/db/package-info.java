/** Tests of the database operations, with a real PostgreSQL. */
@NullMarked
package org.relais.db;

import org.jspecify.annotations.NullMarked;
