// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import io.aetherflow.quantum.internal.congestion.PacketState;
import java.util.Arrays;

/**
 * A packet that was sent: its number, how it counts, and records of the frames that must be known once its fate is. What a record means is up to
 * who writes it. Pooled: see {@link LossRecovery#begin}.
 */
public final class SentPacket extends PacketState {
    private static final int WORDS = 4;

    /** Its packet number. */
    long packetNumber;
    /** The space of that number. */
    Space space = Space.HANDSHAKE;
    /** Whether it asks for an acknowledgement. */
    boolean ackEliciting;
    /** Whether it counts in flight: it asks for an acknowledgement or has PADDING. */
    boolean countsInFlight;
    /** Whether it probes for a larger packet size, so that its loss is no sign of congestion. */
    boolean sizeProbe;
    /** Which path of the connection it was sent on. */
    int path;

    private long[] records = new long[3 * WORDS];
    private int recordCount;

    SentPacket() {}

    /** Returns its packet number. */
    public long packetNumber() {
        return packetNumber;
    }

    /** Returns the space of its number. */
    public Space space() {
        return space;
    }

    /** Returns whether it asks for an acknowledgement. */
    public boolean ackEliciting() {
        return ackEliciting;
    }

    /** Returns whether it is a probe for a larger packet size. */
    public boolean sizeProbe() {
        return sizeProbe;
    }

    /** Says that it is a probe for a larger packet size: its loss is told, but is no sign of congestion (RFC 9000 section 14.4). */
    public void markSizeProbe() {
        sizeProbe = true;
    }

    /** Remembers something that it carries. */
    public void addRecord(int kind, long a, long b, long c) {
        int at = recordCount * WORDS;
        if (at == records.length) {
            records = Arrays.copyOf(records, 2 * at);
        }
        records[at] = kind;
        records[at + 1] = a;
        records[at + 2] = b;
        records[at + 3] = c;
        recordCount++;
    }

    /** Returns how many records it has. */
    public int recordCount() {
        return recordCount;
    }

    /** Returns the kind of a record. */
    public int kind(int record) {
        return (int) records[record * WORDS];
    }

    /** Returns the first value of a record. */
    public long a(int record) {
        return records[record * WORDS + 1];
    }

    /** Returns the second value of a record. */
    public long b(int record) {
        return records[record * WORDS + 2];
    }

    /** Returns the third value of a record. */
    public long c(int record) {
        return records[record * WORDS + 3];
    }

    void reset() {
        ackEliciting = false;
        countsInFlight = false;
        sizeProbe = false;
        recordCount = 0;
    }
}
