// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.stream.Stream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Random bytes on streams from one end to the other, as applications would move them: written when there is room, read when there is something. */
public final class Transfer {
    private final List<Outgoing> outgoing = new ArrayList<>();
    private final List<Incoming> incoming = new ArrayList<>();
    private final byte[] buffer = new byte[16 << 10];

    private StreamPriority priority = StreamPriority.NORMAL;
    /** How much of each stream there is to write by now. */
    private int available = Integer.MAX_VALUE;

    private final UUID connection;

    /**
     * @param connection on which it is; endpoints may have others
     * @param sizes bytes of each stream
     */
    Transfer(SimNetwork network, UUID connection, SimEndpoint from, SimEndpoint to, int... sizes) {
        this.connection = connection;
        for (int size : sizes) {
            outgoing.add(new Outgoing(new byte[size]));
            network.random().nextBytes(outgoing.get(outgoing.size() - 1).bytes);
        }
        from.application((end, now) -> write(end));
        to.application((end, now) -> read(end));
    }

    /** The class of the streams that are opened from now on. */
    public Transfer as(StreamPriority ofStreams) {
        priority = ofStreams;
        return this;
    }

    /** There is not all to write from the start, but so many bytes more of each stream in each interval. */
    public Transfer inPieces(SimNetwork network, SimEndpoint from, int bytes, Duration interval) {
        available = bytes;
        network.after(interval, () -> nextPiece(network, from, bytes, interval));
        return this;
    }

    private void nextPiece(SimNetwork network, SimEndpoint from, int bytes, Duration interval) {
        available += bytes;
        from.connections().forEach(this::write);
        if (outgoing.stream().anyMatch(one -> one.bytes.length > available)) {
            network.after(interval, () -> nextPiece(network, from, bytes, interval));
        }
    }

    private final class Outgoing {
        private final byte[] bytes;
        private @Nullable Stream stream;
        private int written;

        Outgoing(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Writes what there is room for. False if there is no stream for it yet. */
        boolean write(ConnectionCore connection) {
            if (stream == null) {
                stream = connection.streams().open(priority);
                if (stream == null) {
                    return false;
                }
                writeTo(stream);
            } else if (written < bytes.length) {
                writeTo(stream);
            }
            return true;
        }

        private void writeTo(Stream to) {
            int end = Math.min(bytes.length, available);
            written += Math.max(0, to.write(bytes, written, end - written));
            if (written == bytes.length) {
                to.finish();
            }
        }
    }

    private final class Incoming {
        private final Stream stream;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean ended;

        Incoming(Stream stream) {
            this.stream = stream;
        }

        /** Reads what is there. Has nothing to say in return, and ends that too. */
        void read() {
            int n = 0;
            while (!ended && (n = stream.read(buffer, 0, buffer.length)) > 0) {
                bytes.write(buffer, 0, n);
            }
            if (n < 0) {
                ended = true;
                stream.finish();
            }
        }
    }

    private void write(ConnectionCore from) {
        if (from.state() != ConnectionCore.State.ESTABLISHED || !from.id().equals(connection)) {
            return;
        }
        for (Outgoing one : outgoing) {
            if (!one.write(from)) {
                return;
            }
        }
    }

    private void read(ConnectionCore to) {
        if (!to.id().equals(connection)) {
            return;
        }
        for (Stream fresh = to.streams().accept();
                fresh != null;
                fresh = to.streams().accept()) {
            incoming.add(new Incoming(fresh));
        }
        incoming.forEach(Incoming::read);
    }

    /** Bytes that were given to the connection. */
    public int written() {
        return outgoing.stream().mapToInt(one -> one.written).sum();
    }

    /** Bytes that came out at the other end. */
    public int read() {
        return incoming.stream().mapToInt(one -> one.bytes.size()).sum();
    }

    /** Whether the server has read everything. */
    public boolean isComplete() {
        return incoming.size() == outgoing.size() && incoming.stream().allMatch(one -> one.ended);
    }

    public void assertIntact() {
        assertThat(incoming).as("streams").hasSameSizeAs(outgoing);
        for (int i = 0; i < incoming.size(); i++) {
            assertThat(incoming.get(i).ended).as("stream %d ended", i).isTrue();
            assertThat(Arrays.equals(incoming.get(i).bytes.toByteArray(), outgoing.get(i).bytes))
                    .as("bytes read from stream %d are those sent", i)
                    .isTrue();
        }
    }
}
