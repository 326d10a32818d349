package org.relais.runtime;

import org.jspecify.annotations.Nullable;
import org.relais.messages.Address;
import org.relais.messages.Envelope;

/**
 * Who sent the request that a process works on.
 *
 * @param request the request's headers, which are not those of the message at hand when that is the answer to a call
 * @param replyTo where the reply goes, or null if nobody waits
 */
record Caller(Envelope request, @Nullable Address replyTo) {}
