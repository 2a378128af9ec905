// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static io.aetherflow.quantum.SocketPair.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call that waits ends by a timeout and by an interrupt, and the connection goes on as if it had not been made. */
@Timeout(60)
class QuantumTimeoutTest {
    private static final QuantumConfig TIGHT = QuantumConfig.builder()
            .maxStreams(1)
            .streamWindowBytes(1 << 12)
            .sendBufferBytes(1 << 12)
            .build();

    private SocketPair pair;
    private QuantumStream stream;
    private InetSocketAddress nobody;

    @BeforeEach
    void open() throws Exception {
        pair = SocketPair.open(TIGHT, TIGHT);
        stream = pair.there.openStream();
        nobody = SocketPair.nobody();
    }

    @AfterEach
    void close() {
        pair.close();
    }

    private interface Waiting {
        void call(QuantumTimeoutTest test, Duration timeout) throws InterruptedException;
    }

    /** The calls, each in a situation in which it would wait for good. */
    private enum Call {
        RECEIVE((test, timeout) -> test.pair.there.receive(timeout)),
        RECEIVE_DATAGRAM((test, timeout) -> test.pair.there.receiveDatagram(timeout)),
        ACCEPT_STREAM((test, timeout) -> test.pair.there.acceptStream(timeout)),
        OPEN_STREAM((test, timeout) -> test.pair.there.openStream(StreamPriority.NORMAL, timeout)),
        READ((test, timeout) -> test.stream.read(new byte[1], 0, 1, timeout)),
        ACCEPT((test, timeout) -> test.pair.server.accept(timeout)),
        CONNECT((test, timeout) -> test.pair.client.connect(test.nobody, timeout));

        private final Waiting waiting;

        Call(Waiting waiting) {
            this.waiting = waiting;
        }
    }

    @ParameterizedTest
    @EnumSource
    void callEndsWhenItsTimeIsOver(Call call) throws Exception {
        assertTimesOut(() -> call.waiting.call(this, Duration.ofMillis(20)));
        assertTimesOut(() -> call.waiting.call(this, Duration.ZERO));
        assertTimesOut(() -> call.waiting.call(this, Duration.ofSeconds(-1)));
        assertUnharmed();
    }

    private static void assertTimesOut(ThrowingCallable call) {
        assertThatExceptionOfType(QuantumTimeoutException.class)
                .isThrownBy(call)
                .withMessageContaining("PT");
    }

    @ParameterizedTest
    @EnumSource
    void callEndsWhenItsThreadIsInterrupted(Call call) throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                call.waiting.call(this, Duration.ofDays(1_000_000));
            } catch (InterruptedException e) {
                interrupted.complete(true);
            } catch (RuntimeException e) {
                interrupted.completeExceptionally(e);
            }
        });
        thread.start();

        thread.interrupt();

        assertThat(get(interrupted)).isTrue();
        assertUnharmed();
    }

    private void assertUnharmed() throws Exception {
        pair.there.send(new byte[] {1});
        pair.there.sendDatagram(new byte[] {2});
        stream.write(new byte[] {3});
        assertThat(pair.here.receive()).containsExactly(1);
        assertThat(pair.here.receiveDatagram()).containsExactly(2);
        byte[] one = new byte[1];
        assertThat(pair.here.acceptStream().read(one, 0, 1)).isOne();
        assertThat(one).containsExactly(3);
    }

    @Test
    void messageThatHasNoRoomInTimeIsNotSentAtAll() throws Exception {
        int sent = 0;
        while (sends(sent)) {
            sent++;
        }
        pair.there.close(0, "");

        assertThat(sent).isPositive();
        for (int i = 0; i < sent; i++) {
            assertThat(pair.here.receive()).hasSize(1_000 + i);
        }
        assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(pair.here::receive);
    }

    private boolean sends(int number) throws InterruptedException {
        try {
            pair.there.send(new byte[1_000 + number], Duration.ofMillis(200));
            return true;
        } catch (QuantumTimeoutException e) {
            return false;
        }
    }

    @Test
    void messageMayBeChangedOnceItWasTaken() throws Exception {
        byte[] large = new byte[100_000];
        large[99_999] = 1;

        pair.there.send(large);
        large[99_999] = 2;

        assertThat(pair.here.receive()[99_999]).isEqualTo((byte) 1);
    }

    @Test
    void writeThatIsNotDoneInTimeTellsHowFarItCame() throws Exception {
        assertThatExceptionOfType(QuantumTimeoutException.class)
                .isThrownBy(() -> stream.write(new byte[100_000], 0, 100_000, Duration.ofMillis(300)))
                .satisfies(e -> assertThat(e.bytesWritten())
                        .isBetween(1L << 12, 2L << 12)); // a send buffer, and a window at most
    }

    @Test
    void connectingWithoutWaitingFailsWithTheReason() {
        QuantumConfig quick =
                QuantumConfig.builder().handshakeTimeout(Duration.ofMillis(200)).build();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> {
                    try (QuantumEndpoint impatient =
                            SocketPair.plaintext().config(quick).open()) {
                        get(impatient.connectAsync(nobody));
                    }
                })
                .withCauseInstanceOf(ConnectionClosedException.class)
                .withMessageContaining("handshake");
    }

    @Test
    void attemptToConnectCanBeCancelledOrTimeOut() {
        CompletableFuture<QuantumConnection> cancelled = pair.client.connectAsync(nobody);
        CompletableFuture<QuantumConnection> late =
                pair.client.connectAsync(nobody).orTimeout(10, TimeUnit.MILLISECONDS);

        cancelled.cancel(true);

        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> get(cancelled));
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> get(late));
    }
}
