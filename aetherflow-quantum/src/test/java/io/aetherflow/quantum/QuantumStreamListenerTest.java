// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static io.aetherflow.quantum.SocketPair.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams used without waiting, over real sockets. */
@Timeout(60)
class QuantumStreamListenerTest {
    /** Writes bytes as there is room, then finishes. */
    private static void writeAll(QuantumStream stream, byte[] bytes) {
        int[] written = {0};
        stream.onWritable(() -> {
            if (written[0] < 0) {
                return;
            }
            written[0] += stream.tryWrite(bytes, written[0], bytes.length - written[0]);
            if (written[0] == bytes.length) {
                written[0] = -1;
                stream.finish();
            }
        });
    }

    /** Reads as bytes come; completes with all of them, or with what tryRead threw. */
    private static CompletableFuture<byte[]> readAll(QuantumStream stream) {
        CompletableFuture<byte[]> all = new CompletableFuture<>();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[4_000];
        stream.onReadable(() -> {
            try {
                int n = stream.tryRead(buffer, 0, buffer.length);
                for (; n > 0; n = stream.tryRead(buffer, 0, buffer.length)) {
                    read.write(buffer, 0, n);
                }
                if (n < 0) {
                    all.complete(read.toByteArray());
                }
            } catch (QuantumException e) {
                all.completeExceptionally(e);
            }
        });
        return all;
    }

    @Test
    void megabytesGoBothWaysOverSmallBuffers() throws Exception {
        QuantumConfig tight = QuantumConfig.builder()
                .streamWindowBytes(1 << 16)
                .sendBufferBytes(1 << 15)
                .build();
        byte[] bytes = new byte[2_000_000];
        new Random(1).nextBytes(bytes);
        try (SocketPair pair = SocketPair.open(tight, tight)) {
            CompletableFuture<byte[]> echoed = new CompletableFuture<>();
            pair.here.onStream(stream -> readAll(stream).thenAccept(read -> {
                writeAll(stream, read);
                echoed.complete(read);
            }));

            QuantumStream stream = get(pair.there.openStreamAsync(StreamPriority.BULK));
            CompletableFuture<byte[]> back = readAll(stream);
            writeAll(stream, bytes);

            assertThat(get(echoed)).isEqualTo(bytes);
            assertThat(get(back)).isEqualTo(bytes);
        }
    }

    @Test
    void writeTakesWhatHasRoomAndReadGivesWhatIsThere() throws Exception {
        QuantumConfig tight = QuantumConfig.builder().sendBufferBytes(1 << 12).build();
        try (SocketPair pair = SocketPair.open(tight, tight)) {
            QuantumStream stream = pair.there.openStream();

            assertThat(stream.tryRead(new byte[5], 0, 5)).isZero();
            assertThat(stream.tryWrite(new byte[5_000], 0, 5_000)).isEqualTo(1 << 12);

            assertThat(pair.here.acceptStream().read(new byte[10], 0, 10)).isEqualTo(10);
            stream.finish();
            assertThatIllegalStateException().isThrownBy(() -> stream.tryWrite(new byte[1], 0, 1));
        }
    }

    @Test
    void resetIsHeardByTheReader() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            QuantumStream stream = pair.there.openStream();
            stream.write(new byte[10]);
            CompletableFuture<byte[]> read = readAll(pair.here.acceptStream());

            stream.reset(77);

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(read))
                    .withCauseInstanceOf(StreamResetException.class)
                    .withMessageContaining("77");
        }
    }

    @Test
    void endOfTheConnectionIsHeardByReaderAndWriter() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            QuantumStream stream = pair.there.openStream();
            stream.write(new byte[10]);
            QuantumStream accepted = pair.here.acceptStream();
            CompletableFuture<byte[]> read = readAll(accepted);
            CompletableFuture<Integer> written = new CompletableFuture<>();
            accepted.onWritable(() -> {
                try {
                    accepted.tryWrite(new byte[1], 0, 1);
                } catch (ConnectionClosedException e) {
                    written.completeExceptionally(e);
                }
            });

            pair.there.abort(1, "");

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(read))
                    .withCauseInstanceOf(ConnectionClosedException.class);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(written))
                    .withCauseInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void streamIsOpenedAsSoonAsThePeerAllowsIt() throws Exception {
        QuantumConfig one = QuantumConfig.builder().maxStreams(1).build();
        try (SocketPair pair = SocketPair.open(one, one)) {
            QuantumStream first = get(pair.there.openStreamAsync(StreamPriority.NORMAL));
            CompletableFuture<QuantumStream> cancelled = pair.there.openStreamAsync(StreamPriority.NORMAL);
            CompletableFuture<QuantumStream> second = pair.there.openStreamAsync(StreamPriority.NORMAL);
            assertThat(second).isNotDone();

            cancelled.cancel(false);
            first.finish();
            QuantumStream accepted = pair.here.acceptStream();
            accepted.finish();
            assertThat(accepted.read(new byte[1], 0, 1)).isEqualTo(-1);

            assertThat(get(second).id()).isEqualTo(4);
            assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> get(cancelled));
        }
    }

    @Test
    void streamThatIsNotAllowedEndsWithTheConnection() throws Exception {
        QuantumConfig none = QuantumConfig.builder().maxStreams(0).build();
        try (SocketPair pair = SocketPair.open(none, none)) {
            CompletableFuture<QuantumStream> waiting = pair.there.openStreamAsync(StreamPriority.NORMAL);

            pair.here.abort(1, "");

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(waiting))
                    .withCauseInstanceOf(ConnectionClosedException.class);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(pair.there.openStreamAsync(StreamPriority.NORMAL)))
                    .withCauseInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void readerThatWantsNoMoreStopsTheWriter() throws Exception {
        try (SocketPair pair = SocketPair.open()) {
            QuantumStream stream = pair.there.openStream();
            stream.write(new byte[10]);
            QuantumStream accepted = pair.here.acceptStream();
            CompletableFuture<Integer> writing = new CompletableFuture<>();
            stream.onWritable(() -> {
                try {
                    stream.tryWrite(new byte[1], 0, 1);
                } catch (StreamResetException e) {
                    writing.completeExceptionally(e);
                }
            });

            accepted.stopReading(55);

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(writing))
                    .withCauseInstanceOf(StreamResetException.class)
                    .withMessageContaining("55");
            assertThatExceptionOfType(StreamResetException.class)
                    .isThrownBy(() -> accepted.read(new byte[1], 0, 1))
                    .withMessageContaining("55");
        }
    }

    @Test
    void finishEndsAWriteThatWaits() throws Exception {
        QuantumConfig tight = QuantumConfig.builder()
                .streamWindowBytes(1 << 12)
                .sendBufferBytes(1 << 12)
                .build();
        try (SocketPair pair = SocketPair.open(tight, tight)) {
            QuantumStream stream = pair.there.openStream();
            CompletableFuture<Void> writing = SocketPair.inThread(() -> {
                stream.write(new byte[100_000]);
                return null;
            });
            pair.here.acceptStream(); // the write has begun

            stream.finish();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> get(writing))
                    .withCauseInstanceOf(IllegalStateException.class);
        }
    }
}
