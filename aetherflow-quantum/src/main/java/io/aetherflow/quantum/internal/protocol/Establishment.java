// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.crypto.HandshakeFailure;
import io.aetherflow.quantum.internal.protocol.ConnectionCore.State;
import io.aetherflow.quantum.internal.recovery.Space;
import io.aetherflow.quantum.internal.wire.TransportParameters;

/**
 * What the progress of the handshake means for the connection: with the packet keys it is established, and once both ends are known
 * to have them it is confirmed (RFC 9001 section 4.1).
 */
final class Establishment {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ConnectionCore connection;
    private final HandshakeDriver handshake;
    private final IdleTimer idle;
    private final long deadline;
    private boolean confirmed;

    /** @param deadline when it has taken too long */
    Establishment(ConnectionCore connection, HandshakeDriver handshake, IdleTimer idle, long deadline) {
        this.connection = connection;
        this.handshake = handshake;
        this.idle = idle;
        this.deadline = deadline;
    }

    boolean isConfirmed() {
        return confirmed;
    }

    /** A server has keys before it knows that the client is there: without TLS from the first packet on, which anybody can send. */
    boolean isUnderWay() {
        State state = connection.state();
        return state == State.HANDSHAKE || state == State.ESTABLISHED && !connection.isClient() && !confirmed;
    }

    /** In how many nanoseconds it has taken too long. */
    long untilTooLate(long now) {
        return isUnderWay() ? Math.max(0, deadline - now) : ConnectionCore.NEVER;
    }

    /** Goes on with the handshake as far as it can. */
    void advance(long now) {
        if (connection.closeReason() != null) {
            return;
        }
        HandshakeFailure failure = handshake.advance();
        if (failure.code() != ErrorCode.NO_ERROR) {
            connection.fail(failure.code(), failure.alert(), failure.text());
        } else if (handshake.isReady() && connection.keys().packets() == null) {
            keysAreReady(now);
        }
    }

    private void keysAreReady(long now) {
        TransportParameters peer = handshake.peer();
        if (peer == null) {
            connection.fail(ErrorCode.PARAMETER_ERROR, "no parameters");
            return;
        }
        connection.keys().packets(handshake.secrets());
        apply(peer);
        connection.established(peer);
        if (handshake.tls()) {
            validateAddress(); // a secret of TLS comes only from who has received the server's answer
        }
        if (!connection.isClient()) {
            connection.assembler().handshakeDoneDue();
        }
        connection.paths().heldArrive();
        connection.receiver().releaseHeld(now);
    }

    private void apply(TransportParameters peer) {
        connection.streams().peerLimits(peer.initialMaxData(), peer.initialMaxStreamData(), peer.initialMaxStreams());
        connection.datagrams().peerMaxFrame(peer.maxDatagram());
        connection.recovery().peerMaxAckDelay(peer.maxAckDelayMillis() * NANOS_PER_MILLI);
        connection.mtu().peerTakes(peer.maxUdpPayload());
        connection.localIds().issue(peer.connectionIdLimit());
        idle.peerTimeout(peer.idleTimeoutMillis() * NANOS_PER_MILLI);
    }

    private void validateAddress() {
        connection.paths().active().address().validate();
    }

    /** Both ends are known to have the packet keys: a client hears it, a server sees it from the first packet under them. */
    void confirm(long now) {
        if (!confirmed) {
            confirmed = true;
            connection.handshakeIsOver();
            validateAddress();
            connection.keys().requirePackets().confirmed();
            connection.keys().dropInitial();
            handshake.sender(Space.HANDSHAKE).release();
            connection.mtu().begin();
            connection.recovery().discardSpace(Space.HANDSHAKE, now);
        }
    }
}
