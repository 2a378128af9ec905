// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

/** Makes what seals packets and masks their headers. */
public interface CipherSuite {
    /** Bytes of a key, the header protection's included. */
    int KEY_LENGTH = 16;
    /** Bytes of an initialization vector. */
    int IV_LENGTH = 12;

    /** For one direction only: sealing or opening. */
    Aead aead(byte[] key, byte[] iv);

    /** For one direction only. */
    HeaderMask headerMask(byte[] key);
}
