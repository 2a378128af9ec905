// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The transfers and outages of the test bar on real sockets, with a proxy between that loses, damages and cuts. */
@Timeout(60)
class TransferOverSocketsTest {
    private static final int MEGABYTE = 1_000_000;
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(1);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private UdpProxy proxy;
    private QuantumConnection there;
    private QuantumConnection here;

    private void connect(QuantumConfig config) throws Exception {
        QuantumEndpoint server = opened(SocketPair.plaintext().config(config).listen());
        QuantumEndpoint client = opened(SocketPair.plaintext().config(config).open());
        proxy = opened(new UdpProxy(server.localAddress()));
        there = client.connect(proxy.address());
        here = server.accept();
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(0, one);
        return one;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    /** Sends random bytes on streams at once, and compares what arrives. */
    private void transfer(int... sizes) throws Exception {
        CompletableFuture<List<String>> arrived = receive(sizes.length);
        List<String> sent = new ArrayList<>();
        List<CompletableFuture<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            byte[] bytes = new byte[sizes[i]];
            new Random(i).nextBytes(bytes);
            sent.add(digest(bytes));
            QuantumStream stream = there.openStream();
            writers.add(SocketPair.inThread(() -> write(stream, bytes)));
        }
        for (CompletableFuture<Boolean> writer : writers) {
            SocketPair.get(writer);
        }
        assertThat(SocketPair.get(arrived)).isEqualTo(sent);
        assertThat(there.closeReason()).isEmpty();
        assertThat(here.closeReason()).isEmpty();
    }

    private static boolean write(QuantumStream stream, byte[] bytes) throws Exception {
        stream.write(bytes);
        stream.finish();
        return true;
    }

    private CompletableFuture<List<String>> receive(int streams) {
        return SocketPair.inThread(() -> {
            List<CompletableFuture<String>> readers = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                QuantumStream stream = here.acceptStream();
                stream.finish();
                readers.add(SocketPair.inThread(() -> digest(readAll(stream))));
            }
            List<String> digests = new ArrayList<>();
            for (CompletableFuture<String> reader : readers) {
                digests.add(SocketPair.get(reader));
            }
            return digests;
        });
    }

    private static byte[] readAll(QuantumStream stream) throws InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 << 10];
        for (int n = stream.read(buffer, 0, buffer.length); n >= 0; n = stream.read(buffer, 0, buffer.length)) {
            all.write(buffer, 0, n);
        }
        return all.toByteArray();
    }

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void threeFilesAtOnce() throws Exception {
        connect(QuantumConfig.defaults());
        transfer(2 * MEGABYTE, 3 * MEGABYTE, 5 * MEGABYTE);
    }

    @Test
    void almostTwoThousandTinyStreamsOfWhichAThousandMayBeOpen() throws Exception {
        connect(QuantumConfig.defaults());
        CompletableFuture<Integer> arrived = SocketPair.inThread(() -> {
            int intact = 0;
            for (int i = 0; i < 1_999; i++) {
                QuantumStream stream = here.acceptStream();
                intact += readAll(stream).length == 32 ? 1 : 0;
                stream.finish();
            }
            return intact;
        });
        for (int i = 0; i < 1_999; i++) {
            write(there.openStream(), new byte[32]);
        }
        assertThat(SocketPair.get(arrived)).isEqualTo(1_999);
    }

    @Test
    void twoInAHundredPacketsLost() throws Exception {
        connect(QuantumConfig.defaults());
        proxy.lose(0.02);
        transfer(2 * MEGABYTE);
    }

    @Test
    void twoInAHundredPacketsDamaged() throws Exception {
        connect(QuantumConfig.defaults());
        proxy.damage(0.02);
        transfer(2 * MEGABYTE);
    }

    @Test
    void transferGoesOnAfterAnOutage() throws Exception {
        connect(QuantumConfig.defaults());
        CompletableFuture<Boolean> outage = SocketPair.inThread(() -> {
            proxy.cut(true);
            boolean early = new CountDownLatch(1).await(2, TimeUnit.SECONDS);
            proxy.cut(false);
            return early;
        });
        transfer(10 * MEGABYTE);
        SocketPair.get(outage);
        assertThat(there.stats().probeTimeouts()).isPositive();
    }

    @Test
    void outageLongerThanTheIdleTimeoutEndsBothEndsWithThatReason() throws Exception {
        connect(QuantumConfig.builder().idleTimeout(IDLE_TIMEOUT).build());
        proxy.cut(true);
        assertIdle(there);
        assertIdle(here);
    }

    private static void assertIdle(QuantumConnection connection) {
        assertThatExceptionOfType(ConnectionClosedException.class)
                .isThrownBy(connection::receive)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(new CloseReason.IdleTimeout()));
    }
}
