// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.internal.recovery.SentPacket;
import io.aetherflow.quantum.internal.recovery.Space;
import io.aetherflow.quantum.internal.wire.Header;
import io.aetherflow.quantum.internal.wire.WireWriter;
import java.util.Arrays;
import java.util.function.Consumer;

/** An end of a connection that has good keys and writes what it likes into its packets. */
public final class HostilePeer {
    private static final int NUMBER_LENGTH = 4;
    private static final int MIN_PAYLOAD = 4;

    private final ConnectionCore connection;

    public HostilePeer(ConnectionCore connection) {
        this.connection = connection;
    }

    /** A short packet with frames, or with whatever else is written; empty parts are padded. */
    public byte[] packet(long now, Consumer<WireWriter> frames) {
        byte[] buffer = new byte[PathMtu.BASE];
        WireWriter out = new WireWriter().wrap(buffer, 0, buffer.length - Header.TAG_LENGTH);
        SentPacket packet = connection.recovery().begin(Space.DATA);
        long number = packet.packetNumber();
        int numberOffset = Header.writeShort(out, connection.remoteId(), false, number, NUMBER_LENGTH);
        int start = out.position();
        frames.accept(out);
        int payload = Math.max(out.position() - start, MIN_PAYLOAD);
        int size = connection.keys().requirePackets().seal(buffer, 0, numberOffset, NUMBER_LENGTH, payload, number);
        connection.recovery().sent(packet, size, false, false, now);
        return Arrays.copyOf(buffer, size);
    }
}
