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
    private final Pacer pacer;
    private final IdleTimer idle;
    private final PathMtu mtu;
    /** The size that congestion control and pacer know. */
    private int packetSize = PathMtu.BASE;

    private boolean pingDue;

    PacketSender(ConnectionCore connection, FrameOutcome outcome, IdleTimer idle, long now) {
        this.connection = connection;
        this.assembler = connection.assembler();
        this.outcome = outcome;
        this.recovery = connection.recovery();
        this.pacer = new Pacer(packetSize, now);
        this.idle = idle;
        this.mtu = connection.mtu();
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
        adaptPacketSize();
        if (space == Space.DATA && untilSizeProbe(now) == 0) {
            return sendSizeProbe(out, now);
        }
        ReceivedPackets received = connection.received(space);
        boolean probe = recovery.probesWanted(space) > 0;
        boolean content = hasContent(space);
        boolean mayElicit = probe || content && untilMayLeave(packetSize, now) == 0;
        if (!mayElicit && !received.ackDue(now)) {
            if (!content && space == Space.DATA) {
                connection.congestion().appLimited(recovery.inFlight());
            }
            return false;
        }
        // A probe of a timeout must arrive: neither it nor a packet of the handshake relies on what the path carried
        // before.
        boolean small = probe || space == Space.HANDSHAKE;
        assembler.begin(space, out.buffer(), small ? PathMtu.BASE : packetSize);
        if (received.ackPending()) {
            assembler.addAck(now);
        }
        if (mayElicit) {
            addEliciting(space, probe);
        }
        return leave(out, now);
    }

    private void adaptPacketSize() {
        if (mtu.size() != packetSize) {
            packetSize = mtu.size();
            connection.congestion().packetSizeChanged(packetSize);
            pacer.packetSizeChanged(packetSize);
        }
    }

    private boolean sendSizeProbe(Transmit out, long now) {
        int size = mtu.probeDue(now);
        assembler.begin(Space.DATA, out.buffer(), size);
        mtu.probeSent(assembler.addSizeProbe(), size);
        return leave(out, now);
    }

    private void addEliciting(Space space, boolean probe) {
        SentPacket again = probe && !assembler.hasContent(space) ? recovery.nextToProbe(space) : null;
        if (again != null) {
            outcome.sendAgain(again); // though nobody knows whether it is lost
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
        assembler.begin(space, out.buffer(), PathMtu.BASE);
        assembler.addClose(closing);
        return leave(out, now);
    }

    private boolean leave(Transmit out, long now) {
        int size = assembler.finish(now);
        if (assembler.ackEliciting()) {
            pacer.sent(now, size, connection.congestion().pacingRate());
            idle.sent(now);
        }
        Path path = connection.paths().active();
        path.address().sent(size);
        connection.checkKeys();
        out.set(path.remote(), size);
        return true;
    }

    /** In how many nanoseconds a sign of life is to be asked for; what is in flight already asks for one. */
    long untilKeepAlive(long now) {
        return pingDue || recovery.inFlight() > 0 ? ConnectionCore.NEVER : idle.untilKeepAlive(now);
    }

    /** In how many nanoseconds content leaves that only the pacer holds back. */
    long untilHeldBackLeaves(long now) {
        boolean content = hasContent(Space.HANDSHAKE) || hasContent(Space.DATA);
        return Math.min(content ? untilMayLeave(packetSize, now) : ConnectionCore.NEVER, untilSizeProbe(now));
    }

    private long untilSizeProbe(long now) {
        int size = recovery.hasRoom(Space.DATA) ? mtu.probeDue(now) : 0;
        return size > 0 ? untilMayLeave(size, now) : ConnectionCore.NEVER;
    }

    private boolean hasContent(Space space) {
        return connection.keys().has(space)
                && (assembler.hasContent(space) || pingDue && space == Space.DATA)
                && recovery.hasRoom(space);
    }

    private boolean isAddressLimited() {
        return connection.paths().active().address().budget() < PathMtu.BASE;
    }

    /** In how many nanoseconds window and pacer let a packet go, NEVER if that depends on what comes. */
    private long untilMayLeave(int size, long now) {
        CongestionController congestion = connection.congestion();
        long budget = connection.paths().active().address().budget();
        if (budget < size || recovery.inFlight() + size > congestion.congestionWindow()) {
            return ConnectionCore.NEVER;
        }
        return Math.max(0, pacer.nextSendTime(now, packetSize, congestion.pacingRate()) - now);
    }
}
