package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Path;

/** Another launcher runs on the same data directory. */
public final class DataDirectoryInUse extends IOException {
    private static final long serialVersionUID = 1L;

    DataDirectoryInUse(Path root, String holder) {
        super(root + " is in use by the relais process " + holder + ": stop that one (kill " + holder
                + "), or give another folder with --data");
    }
}
