// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.samples.demo.DemoCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ApplicationProtocolConnectionFactory;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnector;

/**
 * kwik, QUIC in pure Java, with windows and socket buffers as large as Quantum's. It has a fresh connection for each round, which is closed
 * after a while, as connections were found now and then on which nothing moved any more.
 */
final class KwikBulkLoad extends BulkLoad {
    private static final long WINDOW_BYTES = 8 << 20;
    private static final int BUFFER_BYTES = 4 << 20;
    private static final int LONGEST_ROUND_SECONDS = 10;
    private static final String PROTOCOL = "bulk";

    private final ServerConnector server;
    private final int port;
    private @Nullable QuicClientConnection client;
    private @Nullable OutputStream out;

    KwikBulkLoad() throws Exception {
        DatagramSocket socket = tuned(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
        server = ServerConnector.builder()
                .withSocket(socket)
                .withKeyStore(DemoCertificate.create().keyStore(), DemoCertificate.ALIAS, new char[0])
                .withConfiguration(ServerConnectionConfig.builder()
                        .maxIdleTimeoutInSeconds(60)
                        .maxConnectionBufferSize(WINDOW_BYTES)
                        .maxBidirectionalStreamBufferSize(WINDOW_BYTES)
                        .maxOpenPeerInitiatedBidirectionalStreams(16)
                        .build())
                .withLogger(new NullLogger())
                .build();
        server.registerApplicationProtocol(PROTOCOL, new Accepting());
        server.start();
        port = socket.getLocalPort();
    }

    @Override
    void begin() throws Exception {
        disconnect();
        QuicClientConnection fresh = QuicClientConnection.newBuilder()
                .uri(URI.create(PROTOCOL + "://127.0.0.1:" + port))
                .applicationProtocol(PROTOCOL)
                .noServerCertificateCheck()
                .connectTimeout(Duration.ofSeconds(15))
                .maxIdleTimeout(Duration.ofSeconds(60))
                .socketFactory(destination -> tuned(new DatagramSocket()))
                .logger(new NullLogger())
                .build();
        fresh.connect();
        client = fresh;
        CompletableFuture.delayedExecutor(LONGEST_ROUND_SECONDS, TimeUnit.SECONDS)
                .execute(fresh::close);
        out = fresh.createStream(true).getOutputStream();
    }

    private static DatagramSocket tuned(DatagramSocket socket) throws SocketException {
        socket.setReceiveBufferSize(BUFFER_BYTES);
        socket.setSendBufferSize(BUFFER_BYTES);
        return socket;
    }

    private final class Accepting implements ApplicationProtocolConnectionFactory {
        @Override
        public ApplicationProtocolConnection createConnection(String protocol, QuicConnection connection) {
            return new ApplicationProtocolConnection() {
                @Override
                public void acceptPeerInitiatedStream(QuicStream stream) {
                    Thread reader = new Thread(() -> read(stream.getInputStream()), "kwik-reader");
                    reader.setDaemon(true);
                    reader.start();
                }
            };
        }

        @Override
        public int maxConcurrentPeerInitiatedBidirectionalStreams() {
            return 16;
        }
    }

    private void read(InputStream in) {
        byte[] buffer = new byte[1 << 16];
        Sink sink = new Sink();
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sink.received(buffer, 0, n);
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    void send(byte[] piece) throws IOException {
        OutputStream to = Objects.requireNonNull(out);
        to.write(piece);
        to.flush();
    }

    private void disconnect() {
        if (client != null) {
            client.close();
        }
    }

    @Override
    public void close() throws IOException {
        disconnect();
        server.close();
    }
}
