package org.relais.endtoend.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A network cable that can fail: forwards TCP connections from its port to another one of this machine. */
final class Wire implements AutoCloseable {
    private static final long SLOWNESS_NANOS = 100_000_000;
    private static final long LOOK_NANOS = 5_000_000;

    private final ServerSocket server;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile State state = State.WHOLE;
    private volatile Watch watch = (fromClient, bytes) -> true;

    /** How it is. */
    enum State {
        WHOLE,
        /** Each piece is a tenth of a second late. */
        SLOW,
        /** What clients send does not arrive until the cable is mended, as TCP sends it again and again. */
        DEAF,
        /** What clients are sent does not arrive until then. */
        DUMB,
        /** Nothing arrives until then, no end of a connection either. */
        BLACK_HOLE
    }

    /** Sees all that passes. */
    @FunctionalInterface
    interface Watch {
        /** {@return whether it goes on; if not, the connection is broken before it arrives} */
        boolean passes(boolean fromClient, byte[] bytes);
    }

    /** @param target the port that it leads to */
    Wire(int target) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        start("wire", this::accept);
    }

    /** {@return where clients come in} */
    int port() {
        return server.getLocalPort();
    }

    void become(State next) {
        state = next;
    }

    void watch(Watch next) {
        watch = next;
    }

    /** Breaks all connections as a reset does; new ones can be made. */
    void reset() {
        sockets.forEach(Wire::breakOff);
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        server.close();
        reset();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            sockets.addAll(List.of(client, upstream));
            start("wire-up", () -> forward(client, upstream, true));
            start("wire-down", () -> forward(upstream, client, false));
        }
    }

    private void forward(Socket from, Socket to, boolean fromClient) throws IOException {
        byte[] buffer = new byte[64 << 10];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                byte[] bytes = Arrays.copyOf(buffer, count);
                if (!watch.passes(fromClient, bytes)) {
                    reset();
                }
                awaitPassage(from, fromClient);
                out.write(bytes);
            }
            awaitPassage(from, fromClient);
        } finally {
            sockets.removeAll(List.of(from, to));
            breakOff(from);
            breakOff(to);
        }
    }

    private void awaitPassage(Socket from, boolean fromClient) {
        if (state == State.SLOW) {
            LockSupport.parkNanos(SLOWNESS_NANOS);
        }
        while (isStuck(fromClient) && !from.isClosed()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean isStuck(boolean fromClient) {
        return switch (state) {
            case WHOLE, SLOW -> false;
            case DEAF -> fromClient;
            case DUMB -> !fromClient;
            case BLACK_HOLE -> true;
        };
    }

    private static void breakOff(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            return;
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        return; // that is how a thread of a connection ends
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
