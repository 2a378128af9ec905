// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

/** How packet numbers are cut to one to four bytes and made whole again, RFC 9000 appendix A.2 and A.3. */
public final class PacketNumbers {
    /** The largest acknowledged or received number while there is none. */
    public static final long NONE = -1;

    private PacketNumbers() {}

    /**
     * Returns how many bytes a receiver needs, 1 to 4, whatever of the unacknowledged packets it has.
     *
     * @param largestAcked the largest acknowledged number of the space, or {@link #NONE}
     */
    public static int encodedLength(long packetNumber, long largestAcked) {
        long unacknowledged = packetNumber - largestAcked;
        if (unacknowledged < 1 || unacknowledged > 1L << 31) {
            throw new IllegalArgumentException(
                    "packet number " + packetNumber + " is not within 2^31 above the acknowledged " + largestAcked);
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(unacknowledged - 1) + 1;
        return (bits + 7) / 8;
    }

    /**
     * Returns the number closest to the one that is expected next.
     *
     * @param largest the largest number received so far, or {@link #NONE}
     * @param truncated what came
     * @param length in how many bytes, 1 to 4
     */
    public static long decode(long largest, long truncated, int length) {
        long expected = largest + 1;
        long window = 1L << 8 * length;
        long candidate = expected & -window | truncated;
        if (candidate <= expected - window / 2 && candidate <= VarInt.MAX - window) {
            return candidate + window;
        }
        return candidate > expected + window / 2 && candidate >= window ? candidate - window : candidate;
    }

    /** Reads a truncated number of 1 to 4 bytes. */
    public static long read(byte[] buf, int off, int length) {
        long truncated = 0;
        for (int i = 0; i < length; i++) {
            truncated = truncated << 8 | buf[off + i] & 0xff;
        }
        return truncated;
    }

    /** Writes the lowest 1 to 4 bytes. */
    public static void write(WireWriter writer, long packetNumber, int length) {
        for (int i = length - 1; i >= 0; i--) {
            writer.u8((int) (packetNumber >>> 8 * i));
        }
    }
}
