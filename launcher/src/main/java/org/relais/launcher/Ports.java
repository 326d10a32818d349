package org.relais.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Finds ports of 127.0.0.1 to listen on. */
public final class Ports {
    private static final int CONNECT_MILLIS = 200;

    private Ports() {}

    /** Some free port. Another process may take it before it is used, as with any search for a free port. */
    public static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
            return socket.getLocalPort();
        }
    }

    /** The first of the wanted ports that is free, else some other one. */
    public static int firstFree(int... wanted) throws IOException {
        for (int port : wanted) if (isFree(port)) return port;
        return free();
    }

    /** Whether a server could listen there now. */
    public static boolean isFree(int port) {
        if (port <= 0) return false;
        try (ServerSocket socket = new ServerSocket(port, 1, loopback())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** Whether a server listens there now. Unlike {@link #isFree} it leaves the port to the server that may be about to take it. */
    static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(loopback(), port), CONNECT_MILLIS);
            return socket.getLocalPort() != port; // a port of the range for clients may have been connected with itself
        } catch (IOException nobodyListens) {
            return false;
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }
}
