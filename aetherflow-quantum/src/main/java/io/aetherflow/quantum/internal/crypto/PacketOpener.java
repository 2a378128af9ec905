// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

/** Opens the packets of one direction under a key that does not change: INITIAL packets. */
public final class PacketOpener {
    private final HeaderProtection headers;
    private final OpeningKey key;

    /** For packets under keys of a secret. */
    public PacketOpener(KeySchedule schedule, byte[] secret) {
        this.headers = schedule.headerProtection(secret);
        this.key = new OpeningKey(schedule.aead(secret));
    }

    /**
     * Unmasks the header in place. The flags, the packet number's length and its bytes can be read then; they are to be trusted
     * only once the packet is open.
     *
     * @param numberOffset where the packet number begins
     * @param end where the packet ends
     * @return the packet number's length, or -1 if the packet is too short, and then it is unchanged
     */
    public int unmask(byte[] packet, int headerOffset, int numberOffset, int end) {
        return headers.remove(packet, headerOffset, numberOffset, end);
    }

    /**
     * Opens an unmasked packet in place.
     *
     * @param sealedLength bytes of the payload and its tag
     * @param packetNumber in full
     * @return the payload's length, or -1 if the packet is damaged or not meant for this key
     */
    public int open(
            byte[] packet, int headerOffset, int numberOffset, int numberLength, int sealedLength, long packetNumber) {
        return key.open(packet, headerOffset, numberOffset + numberLength, sealedLength, packetNumber);
    }
}
