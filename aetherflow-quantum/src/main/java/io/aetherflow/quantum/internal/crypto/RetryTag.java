// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The tag at the end of a RETRY packet: that it comes from somebody who saw the client's first packet (RFC 9001 section 5.8). */
public final class RetryTag {
    private RetryTag() {}

    /**
     * Appends the tag.
     *
     * @param firstDestination the client's first destination connection id
     * @param packet with room for {@link Aead#TAG_LENGTH} bytes behind
     * @param length bytes of the packet before the tag
     */
    public static void append(long firstDestination, byte[] packet, int offset, int length) {
        byte[] tag = tag(KeySchedule.QUANTUM.retryAead(), pseudoPacket(firstDestination, packet, offset, length));
        System.arraycopy(tag, 0, packet, offset + length, tag.length);
    }

    /**
     * Checks the tag.
     *
     * @param length bytes of the packet with its tag
     */
    public static boolean matches(long firstDestination, byte[] packet, int offset, int length) {
        if (length < Aead.TAG_LENGTH) {
            return false;
        }
        byte[] all = pseudoPacket(firstDestination, packet, offset, length);
        return KeySchedule.QUANTUM.retryAead().open(all, 0, all.length - Aead.TAG_LENGTH, Aead.TAG_LENGTH, 0);
    }

    static byte[] tag(Aead aead, byte[] pseudoPacket) {
        byte[] sealed = Arrays.copyOf(pseudoPacket, pseudoPacket.length + Aead.TAG_LENGTH);
        aead.seal(sealed, 0, pseudoPacket.length, 0, 0);
        return Arrays.copyOfRange(sealed, pseudoPacket.length, sealed.length);
    }

    private static byte[] pseudoPacket(long firstDestination, byte[] packet, int offset, int length) {
        return ByteBuffer.allocate(Long.BYTES + length)
                .putLong(firstDestination)
                .put(packet, offset, length)
                .array();
    }
}
