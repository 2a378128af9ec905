// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.internal.congestion.CongestionController;
import io.aetherflow.quantum.internal.congestion.Pacer;
import io.aetherflow.quantum.internal.recovery.LossRecovery;
import io.aetherflow.quantum.internal.recovery.ReceivedPackets;
import io.aetherflow.quantum.internal.recovery.SentPacket;
import io.aetherflow.quantum.internal.recovery.Space;

/** Decides whether a packet may leave now and what goes into it: content as window and pacer allow, acknowledgements and probes at once. */
final class PacketSender {
    private final ConnectionCore connection;
    private final PacketAssembler assembler;
    private final FrameOutcome outcome;
    private final LossRecovery recovery;
    private final CongestionController congestion;
    private final Pacer pacer;
    private final IdleTimer idle;
    private final AddressValidation address;
    private boolean pingDue;

    PacketSender(
            ConnectionCore connection,
            FrameOutcome outcome,
            CongestionController congestion,
            IdleTimer idle,
            AddressValidation address,
            long now) {
        this.connection = connection;
        this.assembler = connection.assembler();
        this.outcome = outcome;
        this.recovery = connection.recovery();
        this.congestion = congestion;
        this.pacer = new Pacer(PacketAssembler.PACKET_SIZE, now);
        this.idle = idle;
        this.address = address;
    }

    /** A sign of life is to be asked for. */
    void pingDue() {
        pingDue = true;
    }

    /** Fills in the next packet of a space, if one may leave. */
    boolean send(Space space, Transmit out, long now) {
        if (!connection.keys().has(space)) {
            return false;
        }
        boolean limited = isAddressLimited();
        recovery.amplificationLimited(limited);
        if (limited) {
            return false;
        }
        ReceivedPackets received = connection.received(space);
        boolean probe = recovery.probesWanted(space) > 0;
        boolean content = hasContent(space);
        boolean mayElicit = probe || content && isWindowOpen() && untilPaced(now) == 0;
        if (!mayElicit && !received.ackDue(now)) {
            if (!content && space == Space.DATA) {
                congestion.appLimited(recovery.inFlight());
            }
            return false;
        }
        assembler.begin(space, out.buffer());
        if (received.ackPending()) {
            assembler.addAck(now);
        }
        if (mayElicit) {
            addEliciting(space, probe);
        }
        return leave(out, now);
    }

    private void addEliciting(Space space, boolean probe) {
        SentPacket oldest = probe && !assembler.hasContent(space) ? recovery.oldest(space) : null;
        if (oldest != null) {
            outcome.lost(oldest); // to be sent again, though nobody knows yet
        }
        assembler.addContent();
        boolean ackAlone = assembler.hasAck() && !probe && !pingDue; // a datagram may not fit beside it
        if (!assembler.ackEliciting() && !ackAlone) {
            assembler.addPing();
        }
        if (space == Space.DATA) {
            pingDue = false;
        }
    }

    /** Fills in a packet that says that the connection is closed, if that is due in a space. */
    boolean sendClose(Closing closing, Space space, Transmit out, long now) {
        if (!closing.isDue(space) || isAddressLimited()) {
            return false;
        }
        assembler.begin(space, out.buffer());
        assembler.addClose(closing);
        return leave(out, now);
    }

    private boolean leave(Transmit out, long now) {
        int size = assembler.finish(now);
        if (assembler.ackEliciting()) {
            pacer.sent(now, size, congestion.pacingRate());
            idle.sent(now);
        }
        address.sent(size);
        out.set(connection.remote(), size);
        return true;
    }

    /** In how many nanoseconds a sign of life is to be asked for; what is in flight already asks for one. */
    long untilKeepAlive(long now) {
        return pingDue || recovery.inFlight() > 0 ? ConnectionCore.NEVER : idle.untilKeepAlive(now);
    }

    /** In how many nanoseconds content leaves that only the pacer holds back. */
    long untilHeldBackLeaves(long now) {
        boolean held = isWindowOpen() && !isAddressLimited() && (hasContent(Space.HANDSHAKE) || hasContent(Space.DATA));
        return held ? untilPaced(now) : ConnectionCore.NEVER;
    }

    private boolean hasContent(Space space) {
        return connection.keys().has(space)
                && (assembler.hasContent(space) || pingDue && space == Space.DATA)
                && recovery.hasRoom(space);
    }

    private boolean isWindowOpen() {
        return recovery.inFlight() + PacketAssembler.PACKET_SIZE <= congestion.congestionWindow();
    }

    private boolean isAddressLimited() {
        return address.budget() < PacketAssembler.PACKET_SIZE;
    }

    private long untilPaced(long now) {
        long at = pacer.nextSendTime(now, PacketAssembler.PACKET_SIZE, congestion.pacingRate());
        return Math.max(0, at - now);
    }
}
