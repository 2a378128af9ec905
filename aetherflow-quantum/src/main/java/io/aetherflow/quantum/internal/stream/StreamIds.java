// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import io.aetherflow.quantum.internal.wire.FrameReader;

/**
 * Who opened which streams and how many more each end may open (RFC 9000 sections 2.1 and 4.6). The lowest bit of an id is 0 if
 * the client opened it, the rest counts up; the client's count begins after stream 0, which is nobody's.
 */
final class StreamIds {
    private static final int CLIENT = 0;
    private static final int SERVER = 1;

    private final int self;
    private final long atATime;
    private long opened;
    private long limit;
    private boolean refused;
    private long toldBlockedAt = -1;
    private long peerOpened;
    private long peerEnded;
    private long peerLimit;
    private boolean peerLimitLost;

    StreamIds(boolean client, long peerStreams) {
        this.self = client ? CLIENT : SERVER;
        this.atATime = peerStreams;
        this.peerLimit = peerStreams;
    }

    boolean isOwn(long id) {
        return (id & 1) == self;
    }

    /** Whether one of the ends has opened it, be it ended since. */
    boolean isOpened(long id) {
        return count(id) <= (isOwn(id) ? opened : peerOpened);
    }

    /** Whether the peer's limit for itself allows this one of its streams. */
    boolean isAllowed(long id) {
        return count(id) <= peerLimit;
    }

    /** The next id of this end, or -1 if the peer allows no more. */
    long open() {
        if (opened >= limit) {
            refused = true;
            return -1;
        }
        opened++;
        return id(opened, self);
    }

    /** Opens the next stream of the peer. */
    long openPeer() {
        peerOpened++;
        return id(peerOpened, 1 - self);
    }

    void peerEnded() {
        peerEnded++;
    }

    void raiseLimit(long newLimit) {
        if (newLimit > limit) {
            limit = newLimit;
            refused = false;
        }
    }

    long limit() {
        return limit;
    }

    /** Whether a stream could not be opened and the peer has yet to hear of it. */
    boolean blockedDue() {
        return refused && toldBlockedAt != limit;
    }

    void blockedTold() {
        toldBlockedAt = limit;
    }

    void blockedLost(long lostLimit) {
        if (lostLimit == toldBlockedAt) {
            toldBlockedAt = -1;
        }
    }

    /** Whether the peer should hear that it may open more: streams ended, and it may open no more than half at once. */
    boolean peerLimitDue() {
        return peerLimitLost || (nextPeerLimit() > peerLimit && peerLimit - peerOpened <= atATime / 2);
    }

    /** The peer's limit if it were announced now. */
    long nextPeerLimit() {
        return Math.min(FrameReader.MAX_STREAMS_LIMIT, peerEnded + atATime);
    }

    void peerLimitTold() {
        peerLimit = nextPeerLimit();
        peerLimitLost = false;
    }

    void peerLimitLost(long lostLimit) {
        peerLimitLost |= lostLimit == peerLimit;
    }

    /** The how manieth stream of its opener, from 1. */
    private static long count(long id) {
        return (id >> 1) + ((id & 1) == SERVER ? 1 : 0);
    }

    private static long id(long count, int opener) {
        return opener == SERVER ? (count - 1) << 1 | SERVER : count << 1;
    }
}
