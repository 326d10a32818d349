/** HTTP in. */
@NullMarked
package org.relais.rest;

import org.jspecify.annotations.NullMarked;
