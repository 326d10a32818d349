/** Finds all messages of a session in the topics of its production. */
@NullMarked
package org.relais.messages.trace;

import org.jspecify.annotations.NullMarked;
