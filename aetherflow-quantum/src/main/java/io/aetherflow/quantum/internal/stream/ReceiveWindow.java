// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import org.jspecify.annotations.Nullable;

/**
 * How far the peer may be ahead of the reader, on a stream or on all of them: announced anew when half of it is used (RFC 9000 section 4.2).
 * It starts small and doubles, up to a limit, whenever it was used within two round trips, as then it may be what holds the peer up:
 * where the reader keeps up it comes to twice what the path has under way or more, where nobody reads it stays as it is. That of the whole
 * connection stays twice as large as that of any stream, so that one stream that is not read any more does not hold up all others. These
 * are Chromium's rules.
 */
final class ReceiveWindow {
    private static final int ROUND_TRIPS = 2;
    private static final int STREAMS_AT_LEAST = 2;

    private final StreamTime time;
    private final @Nullable ReceiveWindow whole;
    private final long maxSize;
    private long size;
    private long limit;
    private boolean limitLost;
    private boolean announced;
    private long announcedAt;

    /** Of a connection. */
    ReceiveWindow(StreamTime time, long initialSize, long maxSize) {
        this(time, initialSize, maxSize, null);
    }

    /**
     * Of a stream.
     *
     * @param whole that of its connection, or null
     */
    ReceiveWindow(StreamTime time, long initialSize, long maxSize, @Nullable ReceiveWindow whole) {
        this.time = time;
        this.whole = whole;
        this.maxSize = maxSize;
        this.size = initialSize;
        this.limit = initialSize;
    }

    /** How far it goes at present. */
    long size() {
        return size;
    }

    /** The offset that the peer may not exceed. */
    long limit() {
        return limit;
    }

    /** Whether the peer should hear of more credit: half of the window is used, or the last word on it was lost. */
    boolean isDue(long consumed) {
        return limitLost || consumed + size - limit >= Math.max(1, size / 2);
    }

    /** The limit if it were announced now. */
    long next(long consumed) {
        return consumed + nextSize();
    }

    private long nextSize() {
        boolean fast = announced && time.now - announcedAt < ROUND_TRIPS * time.roundTrip;
        return fast && !limitLost ? Math.min(maxSize, 2 * size) : size;
    }

    /** {@link #next} was announced. */
    void told(long consumed) {
        size = nextSize();
        limit = consumed + size;
        limitLost = false;
        announced = true;
        announcedAt = time.now;
        if (whole != null) {
            whole.size = Math.max(whole.size, Math.min(whole.maxSize, STREAMS_AT_LEAST * size));
        }
    }

    /** What was announced is lost. */
    void lost(long lostLimit) {
        limitLost |= lostLimit == limit;
    }
}
