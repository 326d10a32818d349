package org.relais.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between the sink and PostgreSQL, and can lose the answer to a COMMIT. */
final class LossyProxy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int target;
    private volatile boolean losing;

    LossyProxy(int target) throws IOException {
        this.target = target;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Breaks the connection after the server has answered the next COMMIT, and keeps the answer. */
    void loseAnswerToCommit() {
        losing = true;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.addAll(List.of(client, upstream));
            daemon(() -> forward(client, upstream, true));
            daemon(() -> forward(upstream, client, false));
        }
    }

    private void forward(Socket from, Socket to, boolean fromClient) throws IOException {
        byte[] buffer = new byte[1 << 16];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            String text = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
            if (!fromClient && losing && text.contains("COMMIT")) {
                losing = false;
                break;
            }
            out.write(buffer, 0, count);
            out.flush();
        }
        from.close();
        to.close();
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // a connection was closed: that is how this thread ends
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }
}
