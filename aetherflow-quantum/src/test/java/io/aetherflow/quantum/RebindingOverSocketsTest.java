// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client's address changes after every two megabytes of twenty, on purpose or because of a NAT. */
@Timeout(120)
class RebindingOverSocketsTest {
    private static final int BYTES = 20_000_000;
    private static final int BYTES_BETWEEN = 2_000_000;

    private QuantumEndpoint server;
    private QuantumEndpoint client;

    @BeforeEach
    void open() throws Exception {
        server = QuantumEndpoint.builder()
                .bind(at("127.0.0.1", 0))
                .insecurePlaintext()
                .listen();
        client = QuantumEndpoint.builder()
                .bind(at("127.0.0.1", 0))
                .insecurePlaintext()
                .open();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private static InetSocketAddress at(String address, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

    private interface Move {
        void run(int number) throws Exception;
    }

    private static CompletableFuture<Void> inThread(Move body) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                body.run(0);
                done.complete(null);
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    /** Sends random bytes over a stream and moves in between. */
    private static void transfer(QuantumConnection from, QuantumConnection to, Move move) throws Exception {
        byte[] sent = new byte[BYTES];
        new Random(1).nextBytes(sent);
        QuantumStream out = from.openStream();
        CompletableFuture<Void> writing = inThread(i -> {
            out.write(sent);
            out.finish();
        });
        QuantumStream in = to.acceptStream();
        byte[] read = new byte[BYTES];
        int moves = 0;
        for (int at = 0; at < BYTES; ) {
            at += in.read(read, at, Math.min(BYTES - at, BYTES_BETWEEN));
            if (at >= (moves + 1) * BYTES_BETWEEN && at < BYTES) {
                move.run(++moves);
            }
        }
        writing.get(60, TimeUnit.SECONDS);
        assertThat(read).isEqualTo(sent);
        assertThat(moves).isEqualTo(BYTES / BYTES_BETWEEN - 1);
    }

    @Test
    void uploadCompletesThoughANatChangesThePort() throws Exception {
        try (UdpProxy nat = new UdpProxy(server.localAddress())) {
            QuantumConnection there = client.connect(nat.address());
            QuantumConnection here = server.accept();
            InetSocketAddress before = here.remoteAddress();

            transfer(there, here, i -> nat.rebind());

            assertThat(here.remoteAddress()).isNotEqualTo(before);
        }
    }

    @Test
    void downloadCompletesThoughANatChangesThePort() throws Exception {
        try (UdpProxy nat = new UdpProxy(server.localAddress())) {
            QuantumConnection there = client.connect(nat.address());
            QuantumConnection here = server.accept();
            there.send(new byte[1]);

            transfer(here, there, i -> {
                nat.rebind();
                there.send(new byte[1]); // or nobody knows where it is until it sends of itself
            });
        }
    }

    @Test
    void transferCompletesThoughTheClientMovesToOtherPorts() throws Exception {
        QuantumConnection there = client.connect(server.localAddress());
        QuantumConnection here = server.accept();

        transfer(there, here, i -> client.rebind(at("127.0.0.1", 0)));
        transfer(here, there, i -> client.rebind(at("127.0.0.1", 0)));

        there.send(new byte[1]);
        here.receive();
        assertThat(here.remoteAddress()).isEqualTo(client.localAddress());
    }

    @Test
    void transferCompletesThoughTheClientMovesToOtherAddresses() throws Exception {
        QuantumConnection there = client.connect(server.localAddress());
        QuantumConnection here = server.accept();

        transfer(there, here, i -> client.rebind(at("127.0.0." + (1 + i), 0)));
        transfer(here, there, i -> client.rebind(at("127.0.1." + (1 + i), 0)));

        assertThat(here.remoteAddress().getAddress())
                .isEqualTo(client.localAddress().getAddress());
    }

    @Test
    void addressThatCannotBeBoundChangesNothing() throws Exception {
        InetSocketAddress before = client.localAddress();
        QuantumConnection there = client.connect(server.localAddress());

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.rebind(server.localAddress()));

        assertThat(client.localAddress()).isEqualTo(before);
        there.send(new byte[7]);
        assertThat(server.accept().receive()).hasSize(7);
    }

    @Test
    void endpointThatListensStaysWhereItIs() {
        assertThatIllegalStateException()
                .isThrownBy(() -> server.rebind(at("127.0.0.1", 0)))
                .withMessageContaining("listens");
    }

    @Test
    void closedEndpointDoesNotMove() {
        client.close();

        assertThatIllegalStateException().isThrownBy(() -> client.rebind(at("127.0.0.1", 0)));
    }
}
