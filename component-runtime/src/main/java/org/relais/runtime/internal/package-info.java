/** What other packages and libraries reach inside the runtime. Not for users: it may change at any time. */
@NullMarked
package org.relais.runtime.internal;

import org.jspecify.annotations.NullMarked;
