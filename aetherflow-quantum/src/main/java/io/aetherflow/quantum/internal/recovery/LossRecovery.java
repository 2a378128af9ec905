// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.congestion.CongestionController;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loss detection of RFC 9002, sections 5, 6, 7.6 and appendix A, for the two packet number spaces of a connection. It is told of each packet sent,
 * of each acknowledgement and of each timeout, and tells the fate of packets to {@link FrameFate} and to the congestion controller.
 *
 * <p>Order of calls: {@link #begin}, records are added to the packet, then {@link #sent}; and whenever anything was called,
 * {@link #nextTimeout} says anew when {@link #timeout} is due. One thread. Times are monotonic nanoseconds of any sign, compared by
 * subtraction.
 *
 * <p>It departs from the RFC in this: DATA packets have a probe timeout before the handshake is confirmed, unless a HANDSHAKE packet has one.
 * The confirmation is itself a DATA packet here, and who has everything of the HANDSHAKE space has the keys for DATA.
 */
public final class LossRecovery {
    /** The longest probe timeout that backing off leads to. */
    public static final long MAX_PROBE_TIMEOUT_NANOS = 60_000_000_000L;
    /** What {@link #nextTimeout} returns when there is none. */
    public static final long NO_TIMEOUT = Long.MAX_VALUE;

    /** As if one had been lost long before the first. */
    private static final long NONE_LOST = -1L << 32;

    private final FrameFate fate;
    private final SentPacketPool pool;
    private final SentSpace handshake;
    private final SentSpace data;
    private final RttEstimator rtt = new RttEstimator();
    private final ReorderingTolerance tolerance = new ReorderingTolerance();
    private final ProbeTimer probes;
    private final PersistentCongestion persistent = new PersistentCongestion();
    private final Counters counters = new Counters();
    private final List<SentPacket> acked = new ArrayList<>();
    private final List<SentPacket> late = new ArrayList<>();

    private CongestionController congestion;
    private int path;
    private long inFlight;
    private boolean amplificationLimited;
    /** The largest number of DATA packets that were lost. */
    private long lastLost = NONE_LOST;

    /**
     * Creates the recovery of a connection that has sent nothing yet.
     *
     * @param client whether this end opened the connection
     * @param now the base of the first timeout
     */
    public LossRecovery(
            boolean client, CongestionController congestion, FrameFate fate, SentPacketPool pool, long now) {
        this.congestion = congestion;
        this.fate = fate;
        this.pool = pool;
        this.handshake = new SentSpace(pool);
        this.data = new SentSpace(pool);
        this.probes = new ProbeTimer(client, handshake, data, rtt, now);
    }

    /** Returns a packet to fill in, with the next number of the space. Nothing has happened yet. */
    public SentPacket begin(Space space) {
        SentPacket packet = pool.acquire();
        packet.space = space;
        packet.packetNumber = of(space).nextPacketNumber;
        return packet;
    }

    /**
     * A packet has left, or was lost on its way to the socket: a number under which something was sealed is spent. The packet is not the caller's any
     * more.
     *
     * @param size its bytes
     * @param ackEliciting whether it asks for an acknowledgement
     * @param padded whether it has PADDING, so that it counts in flight all the same
     */
    public void sent(SentPacket packet, int size, boolean ackEliciting, boolean padded, long now) {
        SentSpace space = of(packet.space);
        if (packet.packetNumber != space.nextPacketNumber) {
            throw new IllegalStateException(
                    "packet number is " + packet.packetNumber + ", must be the next one, " + space.nextPacketNumber);
        }
        packet.sentTime = now;
        packet.size = size;
        packet.ackEliciting = ackEliciting;
        packet.countsInFlight = ackEliciting || padded;
        counters.packetsSent++;
        counters.bytesSent += size;
        if (packet.countsInFlight) {
            congestion.packetSent(packet, inFlight);
            packet.path = path;
            inFlight += size;
            probes.set(now);
        }
        space.add(packet);
    }

    /** A packet has left that nobody has to know the fate of: beside the path, and what it carries is never sent again. */
    public void sentAside(SentPacket packet, int size) {
        of(packet.space).nextPacketNumber++;
        counters.packetsSent++;
        counters.bytesSent += size;
        pool.release(packet);
    }

    /**
     * An ACK frame has come.
     *
     * @param lowHighDescending the smallest and the largest number of each range, the highest range first
     * @param ranges how many ranges
     * @param delayMicros how long the peer says it kept the acknowledgement of the largest number back
     * @return {@link ErrorCode#PROTOCOL_VIOLATION} if it names a packet that was never sent, else {@link ErrorCode#NO_ERROR}
     */
    public ErrorCode acknowledged(Space space, long[] lowHighDescending, int ranges, long delayMicros, long now) {
        SentSpace sent = of(space);
        if (lowHighDescending[1] >= sent.nextPacketNumber) {
            return ErrorCode.PROTOCOL_VIOLATION;
        }
        sent.forgetLost(probes.timeout(sent), now);
        sent.acknowledge(lowHighDescending, ranges, acked, late);
        if (!acked.isEmpty() || !late.isEmpty()) {
            undoLosses(sent, now);
            if (!acked.isEmpty()) {
                sampleRtt(lowHighDescending[1], delayMicros, now);
                detectLosses(sent, now);
                tellAcked(now);
            }
            congestion.eventFinished(now, inFlight, rtt);
        }
        return ErrorCode.NO_ERROR;
    }

    private void undoLosses(SentSpace sent, long now) {
        for (int i = 0; i < late.size(); i++) {
            SentPacket packet = late.get(i);
            if (!packet.sizeProbe) {
                counters.spuriousLosses++;
                undoLoss(packet, sent.largestAcked - packet.packetNumber, now);
            }
            fate.ackedAfterLost(packet);
            pool.release(packet);
        }
        late.clear();
    }

    private void undoLoss(SentPacket packet, long packetsBehind, long now) {
        if (packet.path == path) {
            tolerance.spuriousLoss(packetsBehind, now - packet.sentTime, rtt, now);
            congestion.spuriousLoss(packet, now);
        }
    }

    /** RFC 9002 section 5.1: a sample needs the largest number to be newly acknowledged, and any packet of these to have asked for it. */
    private void sampleRtt(long largest, long delayMicros, long now) {
        SentPacket newest = acked.get(acked.size() - 1);
        if (newest.packetNumber != largest || newest.path != path || !anyAckEliciting()) {
            return;
        }
        // if (handshake confirmed): ack_delay = min(ack_delay, max_ack_delay)
        long longest = handshake.discarded ? probes.peerMaxAckDelay() : MAX_PROBE_TIMEOUT_NANOS;
        long delay = Math.min(delayMicros, longest / 1000) * 1000;
        rtt.sample(now - newest.sentTime, delay, now);
    }

    private boolean anyAckEliciting() {
        for (int i = 0; i < acked.size(); i++) {
            if (acked.get(i).ackEliciting) {
                return true;
            }
        }
        return false;
    }

    private void tellAcked(long now) {
        for (int i = 0; i < acked.size(); i++) {
            SentPacket packet = acked.get(i);
            if (packet.countsInFlight) {
                tellAcked(packet, now);
            }
            pool.release(packet);
        }
        acked.clear();
    }

    private void tellAcked(SentPacket packet, long now) {
        counters.packetsAcked++;
        counters.bytesAcked += packet.size;
        leaveFlight(packet);
        if (packet.path == path) {
            congestion.packetAcked(packet, now);
        }
        probes.acknowledged(now);
        fate.acked(packet);
    }

    /**
     * RFC 9002 A.10, DetectAndRemoveLostPackets:
     * <pre>
     * foreach unacked in sent_packets[pn_space]:
     *   if (unacked.packet_number &gt; largest_acked_packet[pn_space]):
     *     continue
     *   if (unacked.time_sent &lt;= lost_send_time ||
     *       largest_acked_packet[pn_space] &gt;= unacked.packet_number + kPacketThreshold):
     *     sent_packets[pn_space].remove(unacked.packet_number)
     *     lost_packets.insert(unacked)
     * </pre>
     * Numbers and times grow together, so that the first packet that is not lost ends the round.
     */
    private void detectLosses(SentSpace sent, long now) {
        long delay = tolerance.nanos(rtt);
        boolean congested = false;
        persistent.begin();
        @Nullable SentPacket packet = sent.first();
        while (packet != null && isLost(packet, sent.largestAcked, delay, now)) {
            sent.removeFirst(packet);
            boolean congests = packet.path == path && !packet.sizeProbe;
            if (congests) {
                persistent.lost(packet, sent.holesPassed(), rtt, probes.peerMaxAckDelay());
            }
            congested |= congests;
            tellLost(packet, congests, now);
            sent.rememberLost(packet);
            packet = sent.first();
        }
        if (congested) {
            tolerance.losses(rtt, now);
        }
        if (persistent.established()) {
            counters.persistentCongestions++;
            congestion.persistentCongestion(now);
            rtt.restartMin();
        }
    }

    private boolean isLost(SentPacket packet, long largestAcked, long delay, long now) {
        return packet.packetNumber < largestAcked
                && (now - packet.sentTime >= delay || largestAcked - packet.packetNumber >= tolerance.packets());
    }

    private void tellLost(SentPacket packet, boolean congests, long now) {
        leaveFlight(packet);
        if (packet.sizeProbe) {
            counters.sizeProbesLost++;
        } else {
            counters.packetsLost++;
            counters.bytesLost += packet.size;
            lastLost = packet.space == Space.DATA ? packet.packetNumber : lastLost;
        }
        if (congests) {
            congestion.packetLost(packet, now);
        }
        fate.lost(packet);
    }

    private void leaveFlight(SentPacket packet) {
        if (packet.path == path) {
            inFlight -= packet.size;
        }
    }

    /**
     * Returns in how many nanoseconds from now {@link #timeout} is due, 0 if it is overdue, {@link #NO_TIMEOUT} if there is nothing to wait for. RFC
     * 9002 A.8, SetLossDetectionTimer.
     */
    public long nextTimeout(long now) {
        // earliest_loss_time, _ = GetLossTimeAndSpace(); if (earliest_loss_time != 0):
        // loss_detection_timer.update(earliest_loss_time)
        long loss = Math.min(untilLoss(handshake, now), untilLoss(data, now));
        if (loss != NO_TIMEOUT) {
            return Math.max(loss, 0);
        }
        // if (server is at anti-amplification limit): loss_detection_timer.cancel()
        if (amplificationLimited) {
            return NO_TIMEOUT;
        }
        return Math.max(0, probes.untilDue(now));
    }

    /** The oldest packet with a later one acknowledged is lost once it is old enough. */
    private long untilLoss(SentSpace sent, long now) {
        @Nullable SentPacket oldest = sent.first();
        return oldest == null || oldest.packetNumber > sent.largestAcked
                ? NO_TIMEOUT
                : oldest.sentTime + tolerance.nanos(rtt) - now;
    }

    /**
     * The timeout has come: finds losses, or wants probes ({@link #probesWanted}). Does nothing if none is due. RFC 9002 A.9, OnLossDetectionTimeout.
     */
    public void timeout(long now) {
        if (nextTimeout(now) > 0) {
            return;
        }
        boolean losses = loseOverdue(handshake, now) | loseOverdue(data, now);
        if (losses) {
            congestion.eventFinished(now, inFlight, rtt);
        } else {
            probes.want(now);
            counters.probeTimeouts++;
        }
        probes.set(now);
    }

    private boolean loseOverdue(SentSpace sent, long now) {
        boolean due = untilLoss(sent, now) <= 0;
        if (due) {
            detectLosses(sent, now);
        }
        return due;
    }

    /**
     * Returns how many packets that ask for an acknowledgement are to be sent in the space now, whatever the congestion window says. Each one
     * that is sent counts. They carry new data, or else what {@link #nextToProbe} carries, or else PING.
     */
    public int probesWanted(Space space) {
        return of(space).probesWanted;
    }

    /** Returns a packet of the space that is neither acknowledged nor lost, to send again in a probe what it carries: each in turn, from the oldest. */
    public @Nullable SentPacket nextToProbe(Space space) {
        return of(space).nextToProbe();
    }

    /** Returns whether a packet that counts in flight may be sent in the space, because fewer than a limit are followed. */
    public boolean hasRoom(Space space) {
        return of(space).hasRoom();
    }

    /**
     * The keys of the space are gone, and with them all its packets, whose fate is not told (RFC 9002 section 6.4). For HANDSHAKE this is when the
     * handshake is confirmed.
     */
    public void discardSpace(Space space, long now) {
        SentSpace sent = of(space);
        sent.discarded = true;
        sent.clear(this::leaveFlight);
        probes.restart(now);
    }

    /**
     * The server wants its client to begin again with a token: everything of the HANDSHAKE space is to be sent again, which is no
     * sign of congestion (RFC 9002 section 6.3). Packet numbers go on.
     */
    public void retry(long now) {
        handshake.clear(packet -> {
            leaveFlight(packet);
            fate.sendAgain(packet);
        });
        probes.restart(now);
    }

    /**
     * Packets take another path from now on: round trip and congestion start anew, and those of the old path are only followed for their
     * frames (RFC 9000 section 9.4).
     *
     * @param fresh the new path's congestion controller
     */
    public void pathChanged(CongestionController fresh, long now) {
        path++;
        congestion = fresh;
        inFlight = 0;
        rtt.reset();
        probes.restart(now);
    }

    /** Says how long the peer keeps acknowledgements of DATA packets back at most. */
    public void peerMaxAckDelay(long nanos) {
        probes.peerMaxAckDelay(nanos);
    }

    /** Says whether this server may send nothing now because it has not received enough: then no probe is wanted. */
    public void amplificationLimited(boolean limited) {
        amplificationLimited = limited;
    }

    /** Returns how many DATA packets were sent since the last one that was lost, very many if none was. */
    public long packetsSinceLoss() {
        return data.nextPacketNumber - lastLost;
    }

    /** Returns how many bytes are in flight. */
    public long inFlight() {
        return inFlight;
    }

    /** Returns the round trip's estimate. */
    public RttEstimator rtt() {
        return rtt;
    }

    /** Returns the probe timeout of DATA packets without backing off: the unit of other timers (RFC 9000 section 10). */
    public long probeTimeout() {
        return probes.timeout(data);
    }

    /** Returns the largest acknowledged number of the space, -1 before the first. */
    public long largestAcked(Space space) {
        return of(space).largestAcked;
    }

    /** Returns what happened so far. */
    public RecoveryStats stats() {
        return counters.snapshot();
    }

    private SentSpace of(Space space) {
        return space == Space.HANDSHAKE ? handshake : data;
    }
}
