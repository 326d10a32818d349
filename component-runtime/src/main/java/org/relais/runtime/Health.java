package org.relais.runtime;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.relais.messages.ComponentStatus;

/**
 * The probes and metrics of a process over HTTP: {@code /health/live} answers while the process is to be left alone,
 * {@code /health/ready} is 200 while every part works or stands by, else 503, and {@code /metrics} is in Prometheus' text format.
 */
final class Health implements AutoCloseable {

    private static final Set<String> READY = Set.of("RUNNING", "STANDBY", "DISABLED");
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final Supplier<List<ComponentStatus.Part>> parts;
    private final PrometheusMeterRegistry registry;

    /**
     * Listens.
     *
     * @param address where
     * @param registry the metrics
     * @param parts how the parts are; empty while the process starts
     * @throws UncheckedIOException if the port is taken
     */
    Health(InetSocketAddress address, PrometheusMeterRegistry registry, Supplier<List<ComponentStatus.Part>> parts) {
        this.parts = parts;
        this.registry = registry;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("health.port " + address.getPort() + " can't be listened on", e);
        }
        server.createContext("/health/live", exchange -> answer(exchange, 200, "application/json", state("UP")));
        server.createContext("/health/ready", this::ready);
        server.createContext("/metrics", this::metrics);
        server.setExecutor(Executors.newSingleThreadExecutor(Health::daemon));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "health");
        thread.setDaemon(true);
        return thread;
    }

    private void ready(HttpExchange exchange) throws IOException {
        List<ComponentStatus.Part> now = parts.get();
        boolean ready = !now.isEmpty() && now.stream().allMatch(part -> READY.contains(part.state()));
        answer(exchange, ready ? 200 : 503, "application/json", state(ready ? "UP" : "DOWN"));
    }

    private void metrics(HttpExchange exchange) throws IOException {
        answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape());
    }

    private String state(String status) throws IOException {
        return JSON.writeValueAsString(Map.of("status", status, "parts", parts.get()));
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
