package org.relais.runtime;

import org.jspecify.annotations.Nullable;
import org.relais.messages.Keyed;

/** A request of the tests. */
record Ask(String text, @Nullable String key) implements Keyed {

    Ask(String text) {
        this(text, null);
    }
}
