package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void tellsWhetherAServerListens() throws Exception {
        int port;
        try (ServerSocket server = listen(0)) {
            port = server.getLocalPort();
            assertThat(Ports.answers(port)).isTrue();
        }
        assertThat(Ports.answers(port)).isFalse();
    }

    /** Who asks whether a server is there yet must not be what keeps it from coming. */
    @Test
    void leavesThePortToItsServer() throws Exception {
        int port = Ports.firstFree(20_187, 20_191, 20_193); // none that the system gives to clients
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
            while (!ended.get()) {
                var unused = Ports.answers(port);
            }
        });
        try {
            for (int i = 0; i < 2_000; i++) listen(port).close();
        } finally {
            ended.set(true);
            asking.join();
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }
}
