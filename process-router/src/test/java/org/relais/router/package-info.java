@NullMarked
package org.relais.router;

import org.jspecify.annotations.NullMarked;
