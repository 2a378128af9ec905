// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

/**
 * How often a key may be used (RFC 9001 section 6.6).
 *
 * @param updateAfter packets sealed, after which an end updates its key by itself
 * @param sealed packets sealed, at which it gives up
 * @param failed packets that did not open, at which it gives up
 */
public record KeyLimits(long updateAfter, long sealed, long failed) {
    /** Of AES-128-GCM. */
    public static final KeyLimits AES_128_GCM = new KeyLimits(1L << 22, 1L << 23, 1L << 36);
}
