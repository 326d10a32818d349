package org.relais.csv;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The machine, or the container, that this process runs on. */
final class Host {

    /**
     * Its name: two that read the same production's files have two names. To be asked for before there is a transaction: where no name
     * server answers it takes a while.
     */
    static final String NAME = name();

    private Host() {}

    private static String name() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
