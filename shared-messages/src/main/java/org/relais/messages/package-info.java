/** Message records, the envelope and its headers, the topics. */
@NullMarked
package org.relais.messages;

import org.jspecify.annotations.NullMarked;
