// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static io.aetherflow.quantum.SocketPair.get;
import static io.aetherflow.quantum.SocketPair.inThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners, over real sockets. */
@Timeout(60)
class QuantumListenerTest {
    private static final int MESSAGES = 1_000;

    /** Completes with so many numbers, one from each message. */
    private static CompletableFuture<List<Integer>> numbers(QuantumConnection connection, int count) {
        CompletableFuture<List<Integer>> all = new CompletableFuture<>();
        List<Integer> numbers = new ArrayList<>();
        connection.onMessage(message -> {
            numbers.add(number(message));
            if (numbers.size() == count) {
                all.complete(List.copyOf(numbers));
            }
        });
        return all;
    }

    private static byte[] message(int number, int length) {
        byte[] message = new byte[length];
        message[0] = (byte) (number >> 8);
        message[1] = (byte) number;
        return message;
    }

    private static int number(byte[] message) {
        return (message[0] & 0xff) << 8 | message[1] & 0xff;
    }

    private static void sendAll(QuantumConnection connection, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            connection.send(message(i, 100));
        }
    }

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void serverMadeOfListenersEchoesMessages() throws Exception {
        try (QuantumEndpoint server = SocketPair.plaintext().listen();
                QuantumEndpoint client = SocketPair.plaintext().open()) {
            server.onConnection(here -> here.onMessage(here::trySend));
            QuantumConnection there = get(client.connectAsync(server.localAddress()));
            CompletableFuture<List<Integer>> echoed = numbers(there, MESSAGES);

            sendAll(there, MESSAGES);

            assertThat(get(echoed)).isEqualTo(upTo(MESSAGES));
        }
    }

    @Test
    void examplesOfThePageRun() throws Exception {
        try (QuantumEndpoint server = SocketPair.plaintext().listen();
                QuantumEndpoint client = SocketPair.plaintext().open()) {
            assertThat(QuantumReadmeExample.withListeners(server, client)).isEqualTo("hello");
        }
        try (SocketPair pair = SocketPair.open()) {
            assertThat(QuantumReadmeExample.positions(pair.there, pair.here)).containsExactly(1, 2);
        }
    }

    @Test
    void listenerHearsWhatWasThereBeforeIt() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            sendAll(pair.there, 10);
            pair.there.sendDatagram(new byte[3]);
            pair.there.openStream().write(new byte[4]);
            assertThat(number(pair.here.receive())).isZero();
            CompletableFuture<Integer> datagram = new CompletableFuture<>();
            CompletableFuture<Long> stream = new CompletableFuture<>();

            CompletableFuture<List<Integer>> rest = numbers(pair.here, 9);
            pair.here.onDatagram(bytes -> datagram.complete(bytes.length));
            pair.here.onStream(opened -> stream.complete(opened.id()));

            assertThat(get(rest)).isEqualTo(upTo(10).subList(1, 10));
            assertThat(get(datagram)).isEqualTo(3);
            assertThat(get(stream)).isEqualTo(2);
        }
    }

    @Test
    void slowListenerStopsThePeer() throws Exception {
        QuantumConfig tight = QuantumConfig.builder()
                .streamWindowBytes(1 << 14)
                .sendBufferBytes(1 << 14)
                .build();
        try (SocketPair pair =
                SocketPair.open(SocketPair.plaintext().executor(task -> new Thread(task).start()), tight)) {
            CountDownLatch mayGoOn = new CountDownLatch(1);
            AtomicInteger heard = new AtomicInteger();
            CompletableFuture<Integer> all = new CompletableFuture<>();
            pair.here.onMessage(message -> {
                await(mayGoOn);
                if (heard.incrementAndGet() == 200) {
                    all.complete(200);
                }
            });

            int taken = 0;
            while (taken < 200 && sends(pair.there, Duration.ofMillis(300))) {
                taken++;
            }

            assertThat(taken)
                    .isBetween(16, 48); // a send buffer, a window, one in the listener, one that waits for room
            mayGoOn.countDown();
            for (; taken < 200; taken++) {
                pair.there.send(new byte[1_000]);
            }
            assertThat(get(all)).isEqualTo(200);
        }
    }

    private static boolean sends(QuantumConnection connection, Duration timeout) throws InterruptedException {
        try {
            connection.send(new byte[1_000], timeout);
            return true;
        } catch (QuantumTimeoutException e) {
            return false;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void refusedMessageIsSentWhenItsListenerHearsThatItMay() throws Exception {
        QuantumConfig tight = QuantumConfig.builder()
                .streamWindowBytes(1 << 13)
                .sendBufferBytes(1 << 13)
                .build();
        try (SocketPair pair = SocketPair.open(tight, tight)) {
            AtomicInteger next = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            pair.there.onSendable(() -> {
                while (next.get() < MESSAGES && pair.there.trySend(message(next.get(), 900))) {
                    next.incrementAndGet();
                }
                refused.incrementAndGet();
            });

            assertThat(get(numbers(pair.here, MESSAGES))).isEqualTo(upTo(MESSAGES));
            assertThat(refused).hasPositiveValue();
        }
    }

    @Test
    void echoOnAnExecutorTakesNoMoreThanItCanPassOn() throws Exception {
        QuantumConfig tight = QuantumConfig.builder()
                .streamWindowBytes(1 << 13)
                .sendBufferBytes(1 << 13)
                .build();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (SocketPair pair = SocketPair.open(SocketPair.plaintext().executor(pool), tight)) {
            pair.here.onMessage(message -> {
                try {
                    pair.here.send(message);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            CompletableFuture<Void> sending = inThread(() -> {
                sendAll(pair.there, MESSAGES);
                return null;
            });

            for (int i = 0; i < MESSAGES; i++) {
                assertThat(number(pair.there.receive())).isEqualTo(i);
            }
            get(sending);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whatAListenerThrowsEndsNothing() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            CompletableFuture<Integer> second = new CompletableFuture<>();
            pair.here.onMessage(message -> {
                if (message.length == 1) {
                    throw new AssertionError("thrown by the test");
                }
                second.complete(message.length);
            });

            pair.there.send(new byte[1]);
            pair.there.send(new byte[2]);

            assertThat(get(second)).isEqualTo(2);
            assertThat(pair.here.closeReason()).isEmpty();
        }
    }

    @Test
    void othersCanUseTheConnectionWhileAListenerRuns() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            CompletableFuture<Long> seenByAnother = new CompletableFuture<>();
            pair.here.onMessage(message -> {
                try {
                    seenByAnother.complete(get(inThread(() -> pair.here.stats().packetsSent())));
                } catch (Exception e) {
                    seenByAnother.completeExceptionally(e);
                }
            });

            pair.there.send(new byte[1]);

            assertThat(get(seenByAnother)).isPositive();
        }
    }

    @Test
    void endpointsThreadIsToldThatItWouldWaitForItself() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            CompletableFuture<byte[]> waited = new CompletableFuture<>();
            pair.here.onMessage(message -> {
                try {
                    waited.complete(pair.here.receive());
                } catch (IllegalStateException | InterruptedException e) {
                    waited.completeExceptionally(e);
                }
            });

            pair.there.send(new byte[1]);

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(waited))
                    .withCauseInstanceOf(IllegalStateException.class)
                    .withMessageContaining("own thread");
        }
    }

    @Test
    void callsForOneConnectionFollowEachOtherAndMayWaitOnAnExecutor() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (SocketPair pair = SocketPair.open(SocketPair.plaintext().executor(pool), QuantumConfig.defaults())) {
            AtomicInteger running = new AtomicInteger();
            AtomicInteger overlaps = new AtomicInteger();
            List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<byte[]> read = new CompletableFuture<>();
            pair.here.onMessage(message -> {
                overlaps.addAndGet(running.getAndIncrement());
                heard.add(number(message));
                running.decrementAndGet();
            });
            pair.here.onStream(stream -> {
                overlaps.addAndGet(running.getAndIncrement());
                try {
                    byte[] one = new byte[1];
                    stream.read(one, 0, 1);
                    read.complete(one);
                } catch (InterruptedException e) {
                    read.completeExceptionally(e);
                }
                running.decrementAndGet();
            });
            CompletableFuture<CloseReason> closed = new CompletableFuture<>();
            pair.here.onClose(closed::complete);

            pair.there.openStream().write(new byte[] {5});
            sendAll(pair.there, MESSAGES);
            pair.there.close(1, "");

            assertThat(get(closed)).isEqualTo(new CloseReason.Peer(1, ""));
            assertThat(get(read)).containsExactly(5);
            assertThat(heard).isEqualTo(upTo(MESSAGES));
            assertThat(overlaps).hasValue(0);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void callThatTheExecutorRefusesIsMadeAllTheSame() throws Exception {
        QuantumEndpoint.Builder refusing = SocketPair.plaintext().executor(task -> {
            throw new RejectedExecutionException("thrown by the test");
        });
        try (SocketPair pair = SocketPair.open(refusing, QuantumConfig.defaults())) {
            CompletableFuture<List<Integer>> numbers = numbers(pair.here, 3);

            sendAll(pair.there, 3);

            assertThat(get(numbers)).isEqualTo(upTo(3));
        }
    }

    @Test
    void closeIsHeardOnceAfterEverythingElse() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            List<String> heard = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<String> closed = new CompletableFuture<>();
            CountDownLatch mayGoOn = new CountDownLatch(1);
            pair.here.onMessage(message -> {
                await(mayGoOn);
                heard.add("message");
            });
            pair.here.onClose(reason -> {
                heard.add("close");
                closed.complete(reason.describe());
            });

            sendAll(pair.there, 2);
            pair.there.close(3, "bye");
            mayGoOn.countDown();

            assertThat(get(closed)).contains("3").contains("bye");
            assertThat(heard).containsExactly("message", "message", "close");
        }
    }

    @Test
    void listenersThatComeAfterTheEndHearOfIt() throws Exception {
        CompletableFuture<CloseReason> late = new CompletableFuture<>();
        CompletableFuture<CloseReason> evenLater = new CompletableFuture<>();
        QuantumConnection there;
        try (SocketPair pair = SocketPair.open()) {
            there = pair.there;
            there.abort(2, "over");
            there.onClose(late::complete);
            assertThat(get(late)).isEqualTo(new CloseReason.Local(2, "over"));
        }

        there.onClose(evenLater::complete);

        assertThat(evenLater.getNow(null)).isEqualTo(new CloseReason.Local(2, "over"));
    }

    @Test
    void closedEndpointTellsListeners() throws Exception {
        CompletableFuture<CloseReason> here = new CompletableFuture<>();
        CompletableFuture<CloseReason> there = new CompletableFuture<>();
        try (SocketPair pair = SocketPair.open()) {
            pair.here.onClose(here::complete);
            pair.there.onClose(there::complete);

            pair.server.close();

            assertThat(here.getNow(null)).isEqualTo(new CloseReason.Local(0, "endpoint closed"));
            assertThat(get(there)).isEqualTo(new CloseReason.Peer(0, "endpoint closed"));
            assertThatIllegalStateException().isThrownBy(() -> pair.server.onConnection(connection -> {}));
        }
    }

    @Test
    void listenerMayCloseItsEndpoint() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            CompletableFuture<CloseReason> closed = new CompletableFuture<>();
            pair.here.onClose(closed::complete);
            pair.here.onMessage(message -> pair.server.close());

            pair.there.send(new byte[1]);

            assertThat(closed.get(30, TimeUnit.SECONDS)).isEqualTo(new CloseReason.Local(0, "endpoint closed"));
        }
    }
}
