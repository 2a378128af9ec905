// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

/** Masks and unmasks the flags and the packet number of a header (RFC 9001 section 5.4.1). */
final class HeaderProtection {
    private static final int LONG_HEADER = 0x80;
    private static final int LONG_MASK = 0x0f;
    private static final int SHORT_MASK = 0x1f;
    /** The sample begins where the payload does when a packet number has its full four bytes. */
    private static final int SAMPLE_DISTANCE = 4;

    private final HeaderMask mask;

    HeaderProtection(HeaderMask mask) {
        this.mask = mask;
    }

    void apply(byte[] packet, int headerOffset, int numberOffset, int numberLength) {
        long bits = mask.mask(packet, numberOffset + SAMPLE_DISTANCE);
        maskFlags(packet, headerOffset, bits);
        maskNumber(packet, numberOffset, numberLength, bits);
    }

    /** Returns the length of the packet number, or -1 if the packet is too short to be one. */
    int remove(byte[] packet, int headerOffset, int numberOffset, int end) {
        if (end - numberOffset < SAMPLE_DISTANCE + HeaderMask.SAMPLE_LENGTH) {
            return -1;
        }
        long bits = mask.mask(packet, numberOffset + SAMPLE_DISTANCE);
        maskFlags(packet, headerOffset, bits);
        int numberLength = (packet[headerOffset] & 0x03) + 1;
        maskNumber(packet, numberOffset, numberLength, bits);
        return numberLength;
    }

    private static void maskFlags(byte[] packet, int headerOffset, long bits) {
        int masked = (packet[headerOffset] & LONG_HEADER) != 0 ? LONG_MASK : SHORT_MASK;
        packet[headerOffset] ^= (byte) ((bits >>> 32) & masked);
    }

    private static void maskNumber(byte[] packet, int numberOffset, int numberLength, long bits) {
        for (int i = 0; i < numberLength; i++) {
            packet[numberOffset + i] ^= (byte) (bits >>> (24 - 8 * i));
        }
    }
}
