/** The router: business logic only. */
@NullMarked
package org.relais.router;

import org.jspecify.annotations.NullMarked;
