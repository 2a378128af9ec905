// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869), and HKDF-Expand-Label of TLS 1.3 (RFC 8446 section 7.1) with any prefix and an empty context. */
final class Hkdf {
    static final int HASH_LENGTH = 32;
    private static final String HMAC = "HmacSHA256";

    private Hkdf() {}

    static byte[] extract(byte[] salt, byte[] secret) {
        // A Mac takes no empty key; HMAC pads with zeros, so that a key of zeros is the same.
        return hmac(salt.length == 0 ? new byte[HASH_LENGTH] : salt).doFinal(secret);
    }

    static byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
        int blocks = (length + HASH_LENGTH - 1) / HASH_LENGTH;
        if (length < 0 || blocks > 255) {
            throw new IllegalArgumentException("length: must be 0 to " + 255 * HASH_LENGTH + ", is " + length);
        }
        Mac mac = hmac(pseudorandomKey);
        byte[] out = new byte[blocks * HASH_LENGTH];
        byte[] block = new byte[0];
        for (int i = 1; i <= blocks; i++) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) i);
            block = mac.doFinal();
            System.arraycopy(block, 0, out, (i - 1) * HASH_LENGTH, HASH_LENGTH);
        }
        return Arrays.copyOf(out, length);
    }

    static byte[] expandLabel(byte[] secret, String prefix, String label, int length) {
        byte[] name = (prefix + label).getBytes(StandardCharsets.US_ASCII);
        byte[] info = ByteBuffer.allocate(2 + 1 + name.length + 1)
                .putShort((short) length)
                .put((byte) name.length)
                .put(name)
                .put((byte) 0)
                .array();
        return expand(secret, info, length);
    }

    static Mac hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
