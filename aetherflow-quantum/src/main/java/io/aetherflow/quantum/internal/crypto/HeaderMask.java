// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

/** Gives the mask of a packet's header for a sample of its ciphertext (RFC 9001 section 5.4.1). */
@FunctionalInterface
public interface HeaderMask {
    /** Bytes of a sample. */
    int SAMPLE_LENGTH = 16;

    /**
     * The five bytes of the mask.
     *
     * @return the first byte of the mask in bits 32 to 39, the last in bits 0 to 7
     */
    long mask(byte[] packet, int sampleOffset);
}
