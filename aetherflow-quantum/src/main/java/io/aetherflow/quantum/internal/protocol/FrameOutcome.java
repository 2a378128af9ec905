// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.internal.recovery.FrameFate;
import io.aetherflow.quantum.internal.recovery.SentPacket;
import io.aetherflow.quantum.internal.wire.FrameType;

/**
 * What follows when the frames of a packet have arrived or are lost. A record of a packet is a frame's type and up to three values:
 * STREAM (stream, offset, length * 2 + fin), CRYPTO (offset, length), ACK (its largest number), frames about connection ids (sequence
 * number), frames about streams (stream, value).
 */
final class FrameOutcome implements FrameFate {
    private final ConnectionCore connection;

    FrameOutcome(ConnectionCore connection) {
        this.connection = connection;
    }

    @Override
    public void acked(SentPacket packet) {
        connection.mtu().acked(packet);
        for (int i = 0; i < packet.recordCount(); i++) {
            switch (packet.kind(i)) {
                case FrameType.STREAM ->
                    connection.streams().dataAcked(packet.a(i), packet.b(i), packet.c(i) >> 1, (packet.c(i) & 1) != 0);
                case FrameType.ACK -> connection.received(packet.space()).ackArrived(packet.a(i));
                case FrameType.CRYPTO ->
                    connection.handshake().sender(packet.space()).acked();
                case FrameType.HANDSHAKE_DONE, FrameType.DATAGRAM, FrameType.ACK_FREQUENCY -> {}
                case FrameType.NEW_CONNECTION_ID -> connection.localIds().announcementAcked(packet.a(i));
                case FrameType.RETIRE_CONNECTION_ID -> connection.remoteIds().retirementAcked(packet.a(i));
                default -> connection.streams().controlAcked(packet.kind(i), packet.a(i));
            }
        }
    }

    @Override
    public void lost(SentPacket packet) {
        connection.mtu().lost(packet);
        connection.observer().packetLost(connection.now(), packet);
        sendAgain(packet);
    }

    @Override
    public void sendAgain(SentPacket packet) {
        for (int i = 0; i < packet.recordCount(); i++) {
            switch (packet.kind(i)) {
                case FrameType.STREAM ->
                    connection.streams().dataLost(packet.a(i), packet.b(i), packet.c(i) >> 1, (packet.c(i) & 1) != 0);
                case FrameType.ACK, FrameType.DATAGRAM -> {}
                case FrameType.CRYPTO ->
                    connection.handshake().sender(packet.space()).lost(packet.a(i), (int) packet.b(i));
                case FrameType.HANDSHAKE_DONE -> connection.assembler().handshakeDoneDue();
                case FrameType.ACK_FREQUENCY -> connection.assembler().ackFrequencyLost(packet.a(i));
                case FrameType.NEW_CONNECTION_ID -> connection.localIds().announcementLost(packet.a(i));
                case FrameType.RETIRE_CONNECTION_ID -> connection.remoteIds().retirementLost(packet.a(i));
                default -> connection.streams().controlLost(packet.kind(i), packet.a(i), packet.b(i));
            }
        }
    }

    @Override
    public void ackedAfterLost(SentPacket packet) {
        acked(packet);
    }
}
