// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.internal.recovery.SentPacket;

/**
 * How large packets of one path may be: search by probes and detection of black holes after RFC 8899, as RFC 9000 section 14.3 uses
 * it. Sizes are of the UDP payload.
 *
 * <p>The largest size is tried first, since most paths carry it; when three probes of a size are lost, the middle between what arrives
 * and what does not, until both are close. There is one probe at a time, and another search when something is sent ten minutes after one
 * that found less than the largest.
 *
 * <p>Three packets above {@link #BASE} in a row that vanish while a later, smaller one arrives mean that the path has changed:
 * the size falls back, and the search begins again. So that a smaller one arrives, the packets of a probe timeout keep to
 * {@link #BASE}.
 */
final class PathMtu {
    /** What every path carries, or there is no connection. */
    static final int BASE = 1200;

    private static final int MAX_PROBES = 3;
    /** A search ends when a larger size could only be larger by this. */
    private static final int CLOSE_ENOUGH = 16;

    private static final long RAISE_NANOS = 600_000_000_000L;
    private static final int BLACK_HOLE_LOSSES = 3;
    private static final long NONE = -1;

    private int limit;
    private boolean searching;
    private boolean waiting;
    private long raiseAt;
    private int size = BASE;
    /** The smallest size that is known not to pass, or one above the limit. */
    private int unfit;

    private int lostProbes;
    private int probeSize;
    private long probeNumber = NONE;

    private int lostInRow;
    private int smallestLost;
    private long lastLost = NONE;
    private long largestAcked = NONE;

    /**
     * A path of which nothing is known.
     *
     * @param limit the largest size that is tried
     */
    PathMtu(int limit) {
        this.limit = limit;
        this.unfit = limit + 1;
    }

    /** The peer takes no larger packets. */
    void peerTakes(int bytes) {
        limit = Math.min(limit, bytes);
        unfit = limit + 1;
    }

    /** Both ends have packet keys and the peer's address is proven: the search begins. */
    void begin() {
        searching = true;
    }

    /** Packets take another path: what was found of the old one, and what is still under way there, counts no more. */
    void reset() {
        size = BASE;
        restart();
    }

    /** The size of packets now. */
    int size() {
        return size;
    }

    /** The size of the probe that may leave now, 0 for none. */
    int probeDue(long now) {
        if (!searching || probeNumber != NONE || size == limit) {
            return 0;
        }
        if (isFound() && !isRaiseDue(now)) {
            return 0;
        }
        return unfit > limit ? limit : (size + unfit) / 2;
    }

    private boolean isFound() {
        return unfit <= limit && unfit - size <= CLOSE_ENOUGH;
    }

    private boolean isRaiseDue(long now) {
        if (!waiting) {
            waiting = true;
            raiseAt = now + RAISE_NANOS;
        }
        boolean due = raiseAt - now <= 0;
        if (due) {
            restart();
        }
        return due;
    }

    private void restart() {
        unfit = limit + 1;
        waiting = false;
        lostProbes = 0;
        probeNumber = NONE;
        lostInRow = 0;
    }

    void probeSent(SentPacket probe, int bytes) {
        probeNumber = probe.packetNumber();
        probeSize = bytes;
    }

    /** A packet arrived. */
    void acked(SentPacket packet) {
        if (packet.sizeProbe()) {
            probeAcked(packet);
        } else if (packet.size > BASE) {
            largestAcked = Math.max(largestAcked, packet.packetNumber());
            if (packet.packetNumber() >= lastLost && packet.size >= smallestLost) {
                lostInRow = 0;
            }
        }
    }

    private void probeAcked(SentPacket probe) {
        if (probe.packetNumber() == probeNumber) {
            probeNumber = NONE;
            lostProbes = 0;
            size = probeSize;
        }
    }

    /** A packet is lost. */
    void lost(SentPacket packet) {
        if (packet.sizeProbe()) {
            probeLost(packet);
        } else if (packet.size > BASE && packet.size <= size && packet.packetNumber() > largestAcked) {
            smallestLost = lostInRow == 0 ? packet.size : Math.min(smallestLost, packet.size);
            lastLost = packet.packetNumber();
            lostInRow++;
        }
    }

    private void probeLost(SentPacket probe) {
        if (probe.packetNumber() != probeNumber) {
            return;
        }
        probeNumber = NONE;
        if (++lostProbes == MAX_PROBES) {
            lostProbes = 0;
            unfit = probeSize;
        }
    }

    /** The fate of all packets that are known now was told: falls back if large ones vanish. */
    void settle() {
        if (lostInRow >= BLACK_HOLE_LOSSES) {
            reset();
        }
    }
}
