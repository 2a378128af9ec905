// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aetherflow.samples.server.keys.MetricsKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A small HTTP server for who watches a server: the Prometheus page, {@code /live} and {@code /ready}. Meant for a
 * private network: it has neither encryption nor authentication.
 */
final class MetricsEndpoint implements AutoCloseable {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
    private static final int THREADS = 2;
    private static final int MAX_WAITING_REQUESTS = 64;
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ExecutorService threads;
    private final URI uri;
    private final String path;
    private final Supplier<String> scrape;
    private final BooleanSupplier ready;

    private MetricsEndpoint(HttpServer server, Settings settings) {
        this.server = server;
        this.threads = WorkerPool.create(settings.name() + "-metrics", THREADS, MAX_WAITING_REQUESTS);
        this.path = settings.path();
        this.scrape = settings.scrape();
        this.ready = settings.ready();
        this.uri = URI.create("http://"
                + Addresses.text(
                        settings.address().getHostString(), server.getAddress().getPort())
                + path);
    }

    /**
     * What an endpoint needs.
     *
     * @param name the server's name, in thread names and errors
     * @param address where to listen; port 0 takes a free one
     * @param path the path of the Prometheus page
     * @param scrape returns the Prometheus page
     * @param ready whether the server takes calls
     */
    record Settings(
            String name, InetSocketAddress address, String path, Supplier<String> scrape, BooleanSupplier ready) {}

    /**
     * Starts an endpoint.
     *
     * @throws ServerStartException if the address cannot be listened on
     */
    static MetricsEndpoint start(Settings settings) {
        try {
            MetricsEndpoint endpoint = new MetricsEndpoint(HttpServer.create(settings.address(), BACKLOG), settings);
            endpoint.server.setExecutor(endpoint.threads);
            endpoint.server.createContext("/", endpoint::answer);
            endpoint.server.start();
            return endpoint;
        } catch (IOException e) {
            throw ServerStartException.cannotListen(settings.name() + " metrics", settings.address(), e);
        }
    }

    /** Returns the address of the Prometheus page, with the port that was taken. */
    URI uri() {
        return uri;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!Set.of("GET", "HEAD").contains(method)) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, PLAIN_TEXT, "allowed are GET and HEAD\n");
                return;
            }
            String asked = exchange.getRequestURI().getPath();
            if (path.equals(asked)) {
                send(exchange, 200, PROMETHEUS_TEXT, scrape.get());
            } else if (MetricsKeys.LIVE_PATH.equals(asked)) {
                send(exchange, 200, PLAIN_TEXT, "live\n");
            } else if (MetricsKeys.READY_PATH.equals(asked)) {
                boolean isReady = ready.getAsBoolean();
                send(exchange, isReady ? 200 : 503, PLAIN_TEXT, isReady ? "ready\n" : "not ready\n");
            } else {
                send(exchange, 404, PLAIN_TEXT, "not found\n");
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String contentType, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        boolean head = "HEAD".equals(exchange.getRequestMethod());
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }
}
