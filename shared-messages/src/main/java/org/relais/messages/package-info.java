/** What all components of a production agree on: the bodies, the envelope with its headers, and the topics. */
@NullMarked
package org.relais.messages;

import org.jspecify.annotations.NullMarked;
