// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

/**
 * How much the streams of a connection may hold.
 *
 * @param sendBuffer bytes that a stream keeps of what was written and has not arrived
 * @param streamWindow bytes that the peer may be ahead of the reader on a stream, once it is known to need so much
 * @param connectionWindow bytes that the peer may be ahead of the readers of all streams, once it is known to need so much
 * @param peerStreams streams that the peer may have open at a time, besides stream 0
 */
public record StreamLimits(int sendBuffer, int streamWindow, long connectionWindow, long peerStreams) {
    /** The largest buffer or window of a stream. */
    public static final int MAX_BYTES = 1 << 30;

    private static final int FIRST_STREAM_WINDOW = 256 << 10;
    private static final int FIRST_CONNECTION_WINDOW = 1 << 20;

    /** Checks the ranges. */
    public StreamLimits {
        check("sendBuffer", sendBuffer, 1, MAX_BYTES);
        check("streamWindow", streamWindow, 1, MAX_BYTES);
        check("connectionWindow", connectionWindow, 1, 1L << 60);
        check("peerStreams", peerStreams, 0, 1 << 20);
    }

    /** The window of a stream as long as nobody knows whether the peer needs more. */
    public int firstStreamWindow() {
        return Math.min(streamWindow, FIRST_STREAM_WINDOW);
    }

    /** The window of all streams as long as nobody knows whether the peer needs more. */
    public long firstConnectionWindow() {
        return Math.min(connectionWindow, FIRST_CONNECTION_WINDOW);
    }

    private static void check(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(field + " is " + value + ", allowed is " + min + " to " + max);
        }
    }
}
