// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.crypto.KeyPhases;
import io.aetherflow.quantum.internal.crypto.PacketOpener;
import io.aetherflow.quantum.internal.crypto.RetryTag;
import io.aetherflow.quantum.internal.protocol.ConnectionObserver.Drop;
import io.aetherflow.quantum.internal.recovery.Space;
import io.aetherflow.quantum.internal.wire.Header;
import io.aetherflow.quantum.internal.wire.PacketNumbers;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Opens the packets that reach a connection and has their frames handled. Whatever does not open is dropped and counted: it may be
 * damaged or anybody's.
 */
final class PacketReceiver {
    /** How many short packets are held until their keys are there. */
    static final int MAX_HELD = 10;

    private final ConnectionCore connection;
    private final FrameDispatcher dispatcher;
    private final Deque<byte[]> held = new ArrayDeque<>();
    private final Header heldHeader = new Header();
    private boolean retried;
    private boolean heardPeer;
    private long dropped;
    private long received;
    private long receivedBytes;
    private Drop drop = Drop.UNEXPECTED;

    PacketReceiver(ConnectionCore connection) {
        this.connection = connection;
        this.dispatcher = new FrameDispatcher(connection);
    }

    /** How many packets were opened and were new. */
    long received() {
        return received;
    }

    /** How many bytes these had, header and tag included. */
    long receivedBytes() {
        return receivedBytes;
    }

    /** How many packets were dropped. */
    long dropped() {
        return dropped;
    }

    void receive(byte[] packet, int offset, Header header, long now) {
        drop = Drop.UNEXPECTED;
        boolean taken = switch (header.type()) {
            case INITIAL -> receiveInitial(packet, offset, header, now);
            case SHORT -> receiveShort(packet, offset, header, now);
            case RETRY -> receiveRetry(packet, offset, header, now);
            case VERSIONS -> receiveVersions(header);
            case UNKNOWN_VERSION -> false;
        };
        if (!taken) {
            dropped(header.type(), header.end() - offset, now);
        }
    }

    /** A datagram comes from where this connection does not expect any. */
    void stray(Header header, int length, long now) {
        drop = Drop.UNEXPECTED;
        dropped(header.type(), length, now);
    }

    private void dropped(Header.Type type, int size, long now) {
        dropped++;
        connection.observer().packetDropped(now, type, size, drop);
    }

    private boolean drop(Drop why) {
        drop = why;
        return false;
    }

    private boolean receiveInitial(byte[] packet, int offset, Header header, long now) {
        PacketOpener keys = connection.keys().initialOpener();
        if (keys == null) {
            return drop(Drop.NO_KEYS);
        }
        int numberOffset = header.packetNumberOffset();
        int numberLength = keys.unmask(packet, offset, numberOffset, header.end());
        if (numberLength < 0) {
            return drop(Drop.UNOPENED);
        }
        long number = fullNumber(Space.HANDSHAKE, packet, numberOffset, numberLength);
        int sealed = header.end() - numberOffset - numberLength;
        int length = keys.open(packet, offset, numberOffset, numberLength, sealed, number);
        if (length < 0) {
            return drop(Drop.UNOPENED);
        }
        connection.peerIsKnownAs(header.scid());
        return process(Space.HANDSHAKE, packet, offset, numberOffset + numberLength, length, number, now);
    }

    private boolean receiveShort(byte[] packet, int offset, Header header, long now) {
        boolean taken = open(packet, offset, header, now);
        if (!taken && connection.remoteIds().isReset(packet, offset, header.end() - offset)) {
            connection.reset();
        }
        return taken;
    }

    private boolean open(byte[] packet, int offset, Header header, long now) {
        KeyPhases keys = connection.keys().packets();
        if (keys == null) {
            return hold(packet, offset, header.end());
        }
        int numberOffset = header.packetNumberOffset();
        int numberLength = keys.unmask(packet, offset, numberOffset, header.end());
        if (numberLength < 0) {
            return drop(Drop.UNOPENED);
        }
        long number = fullNumber(Space.DATA, packet, numberOffset, numberLength);
        int sealed = header.end() - numberOffset - numberLength;
        long probeTimeout = connection.recovery().probeTimeout();
        int length = keys.open(packet, offset, numberOffset, numberLength, sealed, number, now, probeTimeout);
        connection.checkKeys();
        if (length < 0) {
            return drop(Drop.UNOPENED);
        }
        return process(Space.DATA, packet, offset, numberOffset + numberLength, length, number, now);
    }

    private boolean hold(byte[] packet, int offset, int end) {
        return held.size() < MAX_HELD ? held.add(Arrays.copyOfRange(packet, offset, end)) : drop(Drop.NO_KEYS);
    }

    /** The packet keys are there: receives what was held. */
    void releaseHeld(long now) {
        for (byte[] packet = held.poll(); packet != null; packet = held.poll()) {
            heldHeader.parse(packet, 0, packet.length);
            receive(packet, 0, heldHeader, now);
        }
    }

    private long fullNumber(Space space, byte[] packet, int offset, int length) {
        long truncated = PacketNumbers.read(packet, offset, length);
        return PacketNumbers.decode(connection.received(space).largest(), truncated, length);
    }

    private boolean process(Space space, byte[] packet, int offset, int payload, int length, long number, long now) {
        heardPeer = true;
        if (!Header.reservedBitsClear(packet[offset])) {
            connection.fail(ErrorCode.PROTOCOL_VIOLATION, "reserved bits are set");
            return true;
        }
        if (!connection.received(space).isNew(number)) {
            return drop(Drop.DUPLICATE);
        }
        connection.observer().packetReceived(now, space, number, packet, payload, length);
        received++;
        receivedBytes += payload - offset + length + Header.TAG_LENGTH;
        boolean newest = number > connection.received(space).largest();
        ErrorCode error = dispatcher.dispatch(space, packet, payload, length, now);
        if (error == ErrorCode.NO_ERROR) {
            connection.packetReceived(space, number, dispatcher.ackEliciting());
            if (space == Space.DATA) {
                connection.paths().opened(newest, dispatcher.probing(), now);
            }
        } else {
            connection.fail(error, dispatcher.problem());
        }
        return true;
    }

    /** Once, before anything else of the server, and only if its tag shows that it saw the client's first packet (RFC 9000 section 17.2.5.2). */
    private boolean receiveRetry(byte[] packet, int offset, Header header, long now) {
        boolean genuine = connection.isClient()
                && !retried
                && !heardPeer
                && RetryTag.matches(
                        connection.handshakeIds().firstDestination(), packet, offset, header.end() - offset);
        if (genuine) {
            retried = true;
            int from = header.tokenOffset();
            connection.retry(header.scid(), Arrays.copyOfRange(packet, from, from + header.tokenLength()), now);
        }
        return genuine;
    }

    /** Believed only before anything else of the server and if ours is not in the list (RFC 9000 section 6.2). */
    private boolean receiveVersions(Header header) {
        boolean counts = connection.isClient() && !heardPeer && !retried;
        for (int i = 0; i < header.listedVersions(); i++) {
            counts &= header.listedVersion(i) != Header.VERSION;
        }
        if (counts) {
            connection.fail(ErrorCode.HANDSHAKE_FAILED, "version: the server does not speak version " + Header.VERSION);
        }
        return counts;
    }
}
