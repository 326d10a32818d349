package org.relais.messages;

import org.jspecify.annotations.Nullable;

/** A body that has a business key: messages with the same key are processed in the order in which they were sent. */
public interface Keyed {

    /** {@return the business key, or null when this body has none} */
    @Nullable
    String key();
}
