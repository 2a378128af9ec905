// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.internal.recovery.LossRecovery;
import io.aetherflow.quantum.internal.recovery.SentPacket;
import io.aetherflow.quantum.internal.recovery.Space;
import io.aetherflow.quantum.internal.wire.FrameType;
import io.aetherflow.quantum.internal.wire.FrameWriter;
import io.aetherflow.quantum.internal.wire.Header;
import io.aetherflow.quantum.internal.wire.PacketNumbers;
import io.aetherflow.quantum.internal.wire.WireWriter;

/**
 * Sends PATH_CHALLENGE and PATH_RESPONSE, in packets of their own. They are not followed as others are: a challenge has its own time, an
 * answer that is lost is asked for again, and neither says anything of the active path.
 */
final class PathProbes {
    private static final int MAX_NUMBER = 4;
    /** The smallest packet that holds either. */
    static final int MIN_SIZE = Header.SHORT_LENGTH + MAX_NUMBER + FrameWriter.PATH_FRAME_SIZE + Header.TAG_LENGTH;

    private final ConnectionCore connection;
    private final Paths paths;
    private final WireWriter writer = new WireWriter();

    PathProbes(ConnectionCore connection) {
        this.connection = connection;
        this.paths = connection.paths();
    }

    /** Fills in the next packet, if one is due. */
    boolean send(Transmit out, long now) {
        for (Paths.Answer answer = paths.nextAnswer(); answer != null; answer = paths.nextAnswer()) {
            Path path = paths.find(answer.to());
            if (path != null && answer.size() >= MIN_SIZE && path.address().budget() >= answer.size()) {
                send(path, FrameType.PATH_RESPONSE, answer.data(), answer.size(), out, now);
                return true;
            }
        }
        Path asked = paths.nextToAsk(now);
        if (asked == null) {
            return false;
        }
        asked.challengeSent(now);
        int size = (int) Math.min(PathMtu.BASE, asked.address().budget());
        send(asked, FrameType.PATH_CHALLENGE, asked.challenge(), size, out, now);
        return true;
    }

    private void send(Path path, int frame, long data, int size, Transmit out, long now) {
        LossRecovery recovery = connection.recovery();
        SentPacket packet = recovery.begin(Space.DATA);
        long number = packet.packetNumber();
        int numberLength = PacketNumbers.encodedLength(number, recovery.largestAcked(Space.DATA));
        writer.wrap(out.buffer(), 0, size - Header.TAG_LENGTH);
        int numberOffset = Header.writeShort(writer, path.id().id(), false, number, numberLength);
        if (frame == FrameType.PATH_CHALLENGE) {
            FrameWriter.writePathChallenge(writer, data);
        } else {
            FrameWriter.writePathResponse(writer, data);
        }
        FrameWriter.writePadding(writer, writer.remaining());
        int payload = writer.position() - numberOffset - numberLength;
        connection.observer().packetSent(now, packet, out.buffer(), numberOffset + numberLength, payload);
        connection.keys().requirePackets().seal(out.buffer(), 0, numberOffset, numberLength, payload, number);
        connection.checkKeys();
        recovery.sentAside(packet, size);
        path.address().sent(size);
        out.set(path.remote(), size);
    }
}
