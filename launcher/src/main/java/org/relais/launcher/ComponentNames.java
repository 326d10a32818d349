package org.relais.launcher;

import java.util.ArrayList;

/** The names that a shell completes. */
final class ComponentNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    ComponentNames() {
        super(Recipient.names());
    }
}
