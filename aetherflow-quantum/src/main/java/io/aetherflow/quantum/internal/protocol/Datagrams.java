// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.internal.stream.ChunkPool;
import io.aetherflow.quantum.internal.stream.DatagramQueue;
import io.aetherflow.quantum.internal.wire.FrameWriter;
import io.aetherflow.quantum.internal.wire.Header;
import io.aetherflow.quantum.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * The unreliable datagrams of a connection (RFC 9221). They leave when congestion control allows, before data of streams, each whole in one
 * packet, and are never sent again. Both directions are bounded, the oldest is dropped for the newest, and whatever is dropped is counted.
 */
public final class Datagrams {
    /** The largest frame that is announced to be taken: whatever fits into a packet, as RFC 9221 section 3 advises. */
    static final int MAX_FRAME = 65_535;
    /** So many wait in each direction at most. */
    static final int MAX_WAITING = 1_024;

    private static final int MAX_NUMBER_LENGTH = 4;

    private final DatagramQueue toSend;
    private final DatagramQueue arrived;
    private final boolean enabled;
    private long peerMaxFrame;
    private int packetSize;
    private long now;
    private long sent;
    private long received;

    /**
     * Makes the datagrams of one end, which may send none until {@link #peerMaxFrame} is called.
     *
     * @param bufferBytes the most bytes that wait in each direction; 0 for no datagrams at all
     * @param packetSize the largest packet at first
     */
    Datagrams(ChunkPool pool, int bufferBytes, int packetSize) {
        this.toSend = new DatagramQueue(pool, MAX_WAITING, Math.max(1, bufferBytes));
        this.arrived = new DatagramQueue(pool, MAX_WAITING, Math.max(1, bufferBytes));
        this.enabled = bufferBytes > 0;
        this.packetSize = packetSize;
    }

    /** Takes the largest frame that the peer takes, from its parameters; 0 for none. */
    void peerMaxFrame(long bytes) {
        peerMaxFrame = enabled ? bytes : 0;
    }

    /** Whether both ends want datagrams at all. */
    public boolean areAgreedOn() {
        return peerMaxFrame > 0;
    }

    /** The longest datagram that fits into a packet now and that the peer takes, in bytes; it changes with the path. */
    public int maxLength() {
        int room = packetSize - Header.SHORT_LENGTH - MAX_NUMBER_LENGTH - Header.TAG_LENGTH;
        int frame = (int) Math.min(room, peerMaxFrame);
        return Math.max(0, frame - FrameWriter.datagramHeaderSize(frame, true));
    }

    /** Queues a datagram of at most {@link #maxLength} bytes. */
    public void send(byte[] datagram) {
        toSend.offer(datagram, 0, datagram.length);
    }

    /** Queues a datagram that is dropped unless it leaves before a deadline, in monotonic nanoseconds. */
    public void send(byte[] datagram, long deadline) {
        toSend.offer(datagram, 0, datagram.length, deadline);
    }

    /** The oldest datagram that has arrived, or null. */
    public byte @Nullable [] receive() {
        int length = arrived.nextLength(now);
        if (length < 0) {
            return null;
        }
        byte[] datagram = new byte[length];
        arrived.poll(datagram, 0);
        return datagram;
    }

    /** How many were put into packets. */
    public long sent() {
        return sent;
    }

    /** How many came out of packets. */
    public long received() {
        return received;
    }

    /** How many never left: too many waited, the path shrank, or they were too late. */
    public long unsent() {
        return toSend.dropped() + toSend.expired();
    }

    /** How many have arrived and were dropped because too many waited for the application. */
    public long unread() {
        return arrived.dropped();
    }

    /** Drops what is too late or too large for the path by now. Before a packet is made. */
    void prepare(long time, int currentPacketSize) {
        now = time;
        packetSize = currentPacketSize;
        while (toSend.nextLength(now) > maxLength()) {
            toSend.drop();
        }
    }

    /** Whether there is something to send. */
    boolean isWaiting() {
        return toSend.size() > 0;
    }

    /** Writes the frame of the next datagram; false if there is none or it does not fit. */
    boolean write(WireWriter out, byte[] buffer) {
        int length = toSend.nextLength(now);
        if (length < 0 || FrameWriter.datagramHeaderSize(length, true) + length > out.remaining()) {
            return false;
        }
        FrameWriter.writeDatagramHeader(out, length, true);
        toSend.poll(buffer, out.claim(length));
        sent++;
        return true;
    }

    /** DATAGRAM; false if this end takes none. */
    boolean onDatagram(byte[] packet, int offset, int length) {
        if (enabled) {
            received++;
            arrived.offer(packet, offset, length);
        }
        return enabled;
    }
}
