// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.internal.crypto.KeyPhases;
import io.aetherflow.quantum.internal.crypto.PacketProtector;
import io.aetherflow.quantum.internal.recovery.LossRecovery;
import io.aetherflow.quantum.internal.recovery.ReceivedPackets;
import io.aetherflow.quantum.internal.recovery.SentPacket;
import io.aetherflow.quantum.internal.recovery.Space;
import io.aetherflow.quantum.internal.stream.ControlFrame;
import io.aetherflow.quantum.internal.stream.Stream;
import io.aetherflow.quantum.internal.stream.StreamSet;
import io.aetherflow.quantum.internal.wire.FrameType;
import io.aetherflow.quantum.internal.wire.FrameWriter;
import io.aetherflow.quantum.internal.wire.Header;
import io.aetherflow.quantum.internal.wire.PacketNumbers;
import io.aetherflow.quantum.internal.wire.TransportParameters;
import io.aetherflow.quantum.internal.wire.WireWriter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fills one packet: header, then ACK, control frames, handshake bytes, datagrams and stream data in this order, then seals it. Within a packet it
 * begins, adds and finishes; the connection decides what may go in.
 */
final class PacketAssembler {
    private static final int MIN_DATA = 16;
    /** Packet number and payload together, so that the header's mask has something to be made from. */
    private static final int MIN_PROTECTED = 4;

    private final ConnectionCore connection;
    private final WireWriter out = new WireWriter();
    private byte[] token = new byte[0];
    private boolean handshakeDone;
    private final AckFrequency ackFrequency = new AckFrequency();

    private @Nullable SentPacket packet;
    private byte[] buffer = new byte[0];
    private Space space = Space.HANDSHAKE;
    private int numberOffset;
    private int numberLength;
    private boolean ackEliciting;
    private boolean hasAck;

    PacketAssembler(ConnectionCore connection) {
        this.connection = connection;
    }

    /** The token of a RETRY, which all INITIAL packets carry from now on. */
    void token(byte[] fromRetry) {
        token = fromRetry;
    }

    /** HANDSHAKE_DONE is to be sent. */
    void handshakeDoneDue() {
        handshakeDone = true;
    }

    /** Whether there is something in a space that wants to be sent and asks for an acknowledgement. */
    boolean hasContent(Space wanted) {
        if (connection.handshake().sender(wanted).hasData()) {
            return true;
        }
        StreamSet streams = connection.streams();
        return wanted == Space.DATA
                && (handshakeDone
                        || hasIds()
                        || connection.datagrams().isWaiting()
                        || streams.nextControl() != null
                        || streams.nextToSend() != null);
    }

    private boolean hasIds() {
        return connection.localIds().nextDue() != null || connection.remoteIds().nextRetirement() >= 0;
    }

    /** Begins a packet of at most so many bytes. */
    void begin(Space in, byte[] target, int size) {
        space = in;
        buffer = target;
        packet = connection.recovery().begin(in);
        ackEliciting = false;
        hasAck = false;
        out.wrap(buffer, 0, size - Header.TAG_LENGTH);
        long number = packet.packetNumber();
        numberLength = PacketNumbers.encodedLength(number, connection.recovery().largestAcked(in));
        numberOffset = in == Space.HANDSHAKE
                ? Header.writeInitial(
                        out, connection.remoteId(), connection.handshakeIds().local(), token, number, numberLength)
                : Header.writeShort(out, connection.remoteId(), false, number, numberLength);
    }

    private SentPacket packet() {
        if (packet == null) {
            throw new IllegalStateException("no packet was begun");
        }
        return packet;
    }

    void addAck(long now) {
        ReceivedPackets received = connection.received(space);
        int ranges = received.prepareAck();
        long delay = received.delayMicros(now);
        while (ranges > 0 && FrameWriter.ackSize(received.ranges(), ranges, delay) > out.remaining()) {
            ranges /= 2;
        }
        if (ranges > 0) {
            FrameWriter.writeAck(out, received.ranges(), ranges, delay);
            packet().addRecord(FrameType.ACK, received.ranges()[1], 0, 0);
            hasAck = true;
        }
    }

    void addPing() {
        FrameWriter.writePing(out);
        ackEliciting = true;
    }

    /** Makes the packet a probe for its size: whatever it lacks is padding. */
    SentPacket addSizeProbe() {
        addPing();
        packet().markSizeProbe();
        return packet();
    }

    /** Adds whatever waits, as long as it fits. */
    void addContent() {
        if (space == Space.DATA) {
            addHandshakeDone();
            addIds();
            addAckFrequency();
            addControls();
        }
        addCrypto();
        if (space == Space.DATA) {
            addDatagrams();
            addStreams();
        }
    }

    private void addHandshakeDone() {
        if (handshakeDone) {
            handshakeDone = false;
            FrameWriter.writeHandshakeDone(out);
            add(FrameType.HANDSHAKE_DONE, 0, 0, 0);
        }
    }

    private void add(int kind, long a, long b, long c) {
        packet().addRecord(kind, a, b, c);
        ackEliciting = true;
    }

    private void addIds() {
        LocalIds local = connection.localIds();
        for (LocalIds.Issued next = local.nextDue(); next != null; next = local.nextDue()) {
            if (FrameWriter.newConnectionIdSize(next.sequence(), 0) > out.remaining()) {
                return;
            }
            FrameWriter.writeNewConnectionId(out, next.sequence(), 0, next.id(), next.resetToken());
            add(FrameType.NEW_CONNECTION_ID, next.sequence(), 0, 0);
            local.announced(next);
        }
        RemoteIds remote = connection.remoteIds();
        for (long next = remote.nextRetirement(); next >= 0; next = remote.nextRetirement()) {
            if (FrameWriter.size(next) > out.remaining()) {
                return;
            }
            FrameWriter.writeRetireConnectionId(out, next);
            add(FrameType.RETIRE_CONNECTION_ID, next, 0, 0);
            remote.retirementSent(next);
        }
    }

    private void addAckFrequency() {
        Stream next = connection.streams().nextToSend();
        TransportParameters peer = connection.handshake().peer();
        if (next == null || peer == null) {
            return;
        }
        long sinceLoss = connection.recovery().packetsSinceLoss();
        if (!ackFrequency.update(next.priority(), windowPackets(), sinceLoss)) {
            return;
        }
        long maxDelayMicros = TimeUnit.MILLISECONDS.toMicros(peer.maxAckDelayMillis());
        if (FrameWriter.size(ackFrequency.sequence(), ackFrequency.packets(), maxDelayMicros) <= out.remaining()) {
            FrameWriter.writeAckFrequency(out, ackFrequency.sequence(), ackFrequency.packets(), maxDelayMicros);
            add(FrameType.ACK_FREQUENCY, ackFrequency.sequence(), 0, 0);
            ackFrequency.told();
        }
    }

    private long windowPackets() {
        return connection.congestion().congestionWindow() / connection.packetSize();
    }

    /** An ACK_FREQUENCY is lost. */
    void ackFrequencyLost(long sequence) {
        ackFrequency.lost(sequence);
    }

    private void addControls() {
        StreamSet streams = connection.streams();
        for (ControlFrame frame = streams.nextControl(); frame != null; frame = streams.nextControl()) {
            if (FrameWriter.size(frame.streamId(), frame.code(), frame.value()) > out.remaining()) {
                return;
            }
            write(frame);
            add(frame.type(), frame.streamId(), frame.value(), 0);
            streams.controlTaken();
        }
    }

    private void write(ControlFrame frame) {
        switch (frame.type()) {
            case FrameType.RESET_STREAM ->
                FrameWriter.writeResetStream(out, frame.streamId(), frame.code(), frame.value());
            case FrameType.STOP_SENDING -> FrameWriter.writeStopSending(out, frame.streamId(), frame.code());
            case FrameType.MAX_DATA -> FrameWriter.writeMaxData(out, frame.value());
            case FrameType.MAX_STREAM_DATA -> FrameWriter.writeMaxStreamData(out, frame.streamId(), frame.value());
            case FrameType.MAX_STREAMS -> FrameWriter.writeMaxStreams(out, frame.value());
            case FrameType.DATA_BLOCKED -> FrameWriter.writeDataBlocked(out, frame.value());
            case FrameType.STREAM_DATA_BLOCKED ->
                FrameWriter.writeStreamDataBlocked(out, frame.streamId(), frame.value());
            default -> FrameWriter.writeStreamsBlocked(out, frame.value());
        }
    }

    private void addCrypto() {
        CryptoSender sender = connection.handshake().sender(space);
        while (sender.hasData()) {
            int room = out.remaining() - FrameWriter.cryptoHeaderSize(sender.nextOffset(), out.remaining());
            if (room < MIN_DATA) {
                return;
            }
            sender.pull(room);
            FrameWriter.writeCrypto(
                    out, sender.frameOffset(), sender.bytes(), sender.frameIndex(), sender.frameLength());
            add(FrameType.CRYPTO, sender.frameOffset(), sender.frameLength(), 0);
        }
    }

    private void addDatagrams() {
        while (connection.datagrams().write(out, buffer)) {
            add(FrameType.DATAGRAM, 0, 0, 0);
        }
    }

    private void addStreams() {
        StreamSet streams = connection.streams();
        for (Stream stream = streams.nextToSend(); stream != null; stream = streams.nextToSend()) {
            int header = FrameWriter.streamHeaderSize(stream.id(), stream.nextOffset(), out.remaining(), true);
            int room = out.remaining() - header;
            if (room < MIN_DATA || !streams.pull(stream, room)) {
                return;
            }
            FrameWriter.writeStreamHeader(
                    out, stream.id(), stream.frameOffset(), stream.frameLength(), stream.frameFin(), true);
            stream.copyFrame(buffer, out.claim(stream.frameLength()));
            long lengthAndFin = stream.frameLength() * 2L + (stream.frameFin() ? 1 : 0);
            add(FrameType.STREAM, stream.id(), stream.frameOffset(), lengthAndFin);
        }
    }

    /** Adds the close of the connection. */
    void addClose(Closing closing) {
        closing.write(out, space);
    }

    /** Pads, seals and counts the packet. Returns its size. */
    int finish(long now) {
        boolean padded = space == Space.HANDSHAKE && ackEliciting || packet().sizeProbe();
        int payload = out.position() - numberOffset - numberLength;
        int padding = padded ? out.remaining() : Math.max(0, MIN_PROTECTED - numberLength - payload);
        FrameWriter.writePadding(out, padding);
        connection.observer().packetSent(now, packet(), buffer, numberOffset + numberLength, payload + padding);
        int size = seal(payload + padding);
        LossRecovery recovery = connection.recovery();
        recovery.sent(packet(), size, ackEliciting, padding > 0, now);
        packet = null;
        if (hasAck) {
            connection.received(space).ackSent();
        }
        return size;
    }

    private int seal(int payload) {
        long number = packet().packetNumber();
        if (space == Space.DATA) {
            KeyPhases keys = connection.keys().requirePackets();
            return keys.seal(buffer, 0, numberOffset, numberLength, payload, number);
        }
        PacketProtector keys = connection.keys().requireInitialProtector();
        Header.finishInitial(buffer, numberOffset, numberLength + payload + Header.TAG_LENGTH);
        return keys.seal(buffer, 0, numberOffset, numberLength, payload, number);
    }

    boolean ackEliciting() {
        return ackEliciting;
    }

    boolean hasAck() {
        return hasAck;
    }
}
