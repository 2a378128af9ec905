// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.StreamPriority;

/**
 * How often this end wants its packets acknowledged. Bulk data in a large window do with one acknowledgement for ten packets, each of which
 * costs both ends as much as a packet of data. Everything else is acknowledged as often as the peer does it unasked, and so are bulk data
 * where packets are lost: congestion control then needs to see more finely what the path carries.
 */
final class AckFrequency {
    /** For how many packets the peer sends an acknowledgement unasked. */
    static final int UNASKED_PACKETS = 2;
    /** For how many packets of bulk data one is wanted. */
    static final int BULK_PACKETS = 10;

    /** With fewer in the window, ten packets are too large a part of a round trip. */
    private static final int LARGE_WINDOW_PACKETS = 8 * BULK_PACKETS;

    private static final int SMALL_WINDOW_PACKETS = 4 * BULK_PACKETS;
    /** So many packets without a loss make a path that loses none. */
    static final int PACKETS_WITHOUT_LOSS = 1 << 13;

    private int packets = UNASKED_PACKETS;
    private long sequence;
    private boolean due;

    /**
     * Decides anew.
     *
     * @param next the class of the data that is sent next
     * @param windowPackets how many packets may be in flight
     * @param packetsSinceLoss how many packets were sent since one that was lost
     * @return whether the peer is to be told
     */
    boolean update(StreamPriority next, long windowPackets, long packetsSinceLoss) {
        int wanted = packets;
        if (next != StreamPriority.BULK
                || windowPackets < SMALL_WINDOW_PACKETS
                || packetsSinceLoss < PACKETS_WITHOUT_LOSS) {
            wanted = UNASKED_PACKETS;
        } else if (windowPackets >= LARGE_WINDOW_PACKETS) {
            wanted = BULK_PACKETS;
        }
        if (wanted != packets) {
            packets = wanted;
            sequence++;
            due = true;
        }
        return due;
    }

    /** The sequence of the present wish. */
    long sequence() {
        return sequence;
    }

    /** For how many packets an acknowledgement is wanted at present. */
    int packets() {
        return packets;
    }

    void told() {
        due = false;
    }

    /** What told the peer is lost: it is to be told again unless it was told something newer since. */
    void lost(long lostSequence) {
        due |= lostSequence == sequence;
    }
}
