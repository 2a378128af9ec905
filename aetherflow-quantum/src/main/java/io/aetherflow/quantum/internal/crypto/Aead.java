// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

/**
 * Authenticated encryption under one key, in place: the associated data are the bytes right before the payload, the tag follows it.
 * Used by one thread at a time.
 */
public interface Aead {
    /** Bytes of the tag. */
    int TAG_LENGTH = 16;

    /**
     * Encrypts a payload and appends the tag. A packet number must never be used twice.
     *
     * @param packet has room for the tag after the payload
     * @param headerOffset where the associated data begin
     * @param payloadOffset where they end and the payload begins
     * @param payloadLength bytes of the payload
     * @param packetNumber makes the nonce
     */
    void seal(byte[] packet, int headerOffset, int payloadOffset, int payloadLength, long packetNumber);

    /**
     * Decrypts a payload.
     *
     * @param sealedLength bytes of the payload and its tag
     * @return whether the tag is right; if not, the payload's bytes are undefined, and the tag's stay
     */
    boolean open(byte[] packet, int headerOffset, int payloadOffset, int sealedLength, long packetNumber);

    /** The same direction under another key. Replaces nothing; both may be used in turn. */
    Aead withKey(byte[] key, byte[] iv);
}
