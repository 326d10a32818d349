@NullMarked
package org.relais.launcher;

import org.jspecify.annotations.NullMarked;
