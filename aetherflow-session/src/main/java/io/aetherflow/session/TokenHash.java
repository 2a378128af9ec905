// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The SHA-256 of a session token's secret: all that a store ever gets of a token. Equality takes the same time wherever
 * the first difference is; the text form shows nothing of the hash.
 */
public final class TokenHash {
    /** Length of a hash, in bytes. */
    public static final int LENGTH_BYTES = 32;

    private final byte[] bytes;

    private TokenHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps a hash that a store has kept.
     *
     * @param bytes the hash, copied
     * @return the hash
     * @throws IllegalArgumentException if it is not {@value #LENGTH_BYTES} bytes long
     */
    public static TokenHash of(byte[] bytes) {
        if (bytes.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("hash has " + bytes.length + " bytes, allowed is " + LENGTH_BYTES);
        }
        return new TokenHash(bytes.clone());
    }

    static TokenHash ofSecret(byte[] secret) {
        try {
            return new TokenHash(MessageDigest.getInstance("SHA-256").digest(secret));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Returns the hash for a store to keep.
     *
     * @return a copy of its {@value #LENGTH_BYTES} bytes
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenHash hash && MessageDigest.isEqual(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "TokenHash[redacted]";
    }
}
