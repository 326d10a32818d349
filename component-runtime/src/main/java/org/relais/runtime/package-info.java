/** What a component is made of. */
@NullMarked
package org.relais.runtime;

import org.jspecify.annotations.NullMarked;
