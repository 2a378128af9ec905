// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;

/** The tokens that end a connection of which an endpoint knows nothing more (PROTOCOL.md section 8). */
public final class StatelessResetTokens {
    /** Bytes of a token. */
    public static final int LENGTH = 16;

    private final Mac mac;

    /**
     * Tokens of one endpoint.
     *
     * @param key its reset key: random, and the same after a restart if resets are to work then
     */
    public StatelessResetTokens(byte[] key) {
        if (key.length < Hkdf.HASH_LENGTH) {
            throw new IllegalArgumentException("key: must be " + Hkdf.HASH_LENGTH + " bytes or more, is " + key.length);
        }
        mac = Hkdf.hmac(key);
    }

    /** The token of a connection id of this endpoint. */
    public byte[] token(long connectionId) {
        return Arrays.copyOf(
                mac.doFinal(
                        ByteBuffer.allocate(Long.BYTES).putLong(connectionId).array()),
                LENGTH);
    }

    /** Whether a datagram ends with a token that the peer announced; takes the same time wherever they differ. */
    public static boolean endsWith(byte[] datagram, int offset, int length, byte[] token) {
        int end = offset + length;
        return length >= LENGTH && MessageDigest.isEqual(Arrays.copyOfRange(datagram, end - LENGTH, end), token);
    }
}
