/** CSV files in. */
@NullMarked
package org.relais.csv;

import org.jspecify.annotations.NullMarked;
