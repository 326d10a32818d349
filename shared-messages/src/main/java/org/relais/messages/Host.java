package org.relais.messages;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The machine, or the container, that this process runs on. */
public final class Host {

    /**
     * Its name; empty if it has none. To be asked for before there is a transaction: where no name server answers the first time takes a
     * while.
     */
    public static final String NAME = name();

    private Host() {}

    private static String name() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
