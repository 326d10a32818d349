package org.relais.launcher;

import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that are killed and come back: none of those that a client's connection may get meanwhile. */
final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int BEHIND_LAST = 32_000;

    private FreePorts() {}

    static int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
            if (Ports.isFree(port)) return port;
        }
    }
}
