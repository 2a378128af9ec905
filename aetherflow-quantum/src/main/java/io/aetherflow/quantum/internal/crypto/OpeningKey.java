// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

/** The key of one direction and one key phase, with a count of the packets that it did not open. */
final class OpeningKey {
    private final Aead aead;
    private long failed;

    OpeningKey(Aead aead) {
        this.aead = aead;
    }

    /** Returns the length of the plaintext, or -1. */
    int open(byte[] packet, int headerOffset, int payloadOffset, int sealedLength, long packetNumber) {
        if (aead.open(packet, headerOffset, payloadOffset, sealedLength, packetNumber)) {
            return sealedLength - Aead.TAG_LENGTH;
        }
        failed++;
        return -1;
    }

    long failed() {
        return failed;
    }

    OpeningKey next(KeySchedule schedule, byte[] secret) {
        return new OpeningKey(schedule.rekeyed(aead, secret));
    }
}
