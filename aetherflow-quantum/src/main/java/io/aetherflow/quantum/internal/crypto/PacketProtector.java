// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

/** Seals the packets of one direction. */
public final class PacketProtector {
    private final KeySchedule schedule;
    private final HeaderProtection headers;
    private Aead aead;
    private long sealed;

    /** For packets under keys of a secret. */
    public PacketProtector(KeySchedule schedule, byte[] secret) {
        this.schedule = schedule;
        this.headers = schedule.headerProtection(secret);
        this.aead = schedule.aead(secret);
    }

    /**
     * Seals a packet in place: encrypts the payload, appends the tag, masks the header.
     *
     * @param packet header and payload, with room for a tag behind
     * @param numberOffset where the packet number begins
     * @param numberLength its bytes; with the payload's at least 4
     * @param packetNumber in full
     * @return the length of the packet
     */
    public int seal(
            byte[] packet, int headerOffset, int numberOffset, int numberLength, int payloadLength, long packetNumber) {
        if (numberLength + payloadLength < 4) {
            throw new IllegalArgumentException("payloadLength: packet number and payload must be 4 bytes or more, are "
                    + (numberLength + payloadLength));
        }
        int payloadOffset = numberOffset + numberLength;
        aead.seal(packet, headerOffset, payloadOffset, payloadLength, packetNumber);
        sealed++;
        headers.apply(packet, headerOffset, numberOffset, numberLength);
        return payloadOffset + payloadLength + Aead.TAG_LENGTH - headerOffset;
    }

    /** Packets sealed under the present key. */
    public long sealed() {
        return sealed;
    }

    /** Goes on with the keys of another secret; those of the headers stay. */
    void rekey(byte[] secret) {
        aead = schedule.rekeyed(aead, secret);
        sealed = 0;
    }
}
