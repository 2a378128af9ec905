// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import io.aetherflow.quantum.internal.wire.VarInt;
import io.aetherflow.quantum.internal.wire.WireWriter;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** CRYPTO bytes for the peer, and the hash of all of them. They begin with this side's parameters. */
final class CryptoOutput {
    private ByteArrayOutputStream pending = new ByteArrayOutputStream(0);
    private final MessageDigest digest = sha256();

    CryptoOutput(byte[] parameters) {
        if (parameters.length > CryptoInput.MAX_PARAMETERS) {
            throw new IllegalArgumentException(
                    "parameters: must be at most " + CryptoInput.MAX_PARAMETERS + " bytes, are " + parameters.length);
        }
        byte[] length = new byte[VarInt.length(parameters.length)];
        new WireWriter().wrap(length, 0, length.length).varint(parameters.length);
        write(length, length.length);
        write(parameters, parameters.length);
    }

    void write(byte[] data, int length) {
        pending.write(data, 0, length);
        digest.update(data, 0, length);
    }

    byte[] take() {
        byte[] bytes = pending.toByteArray();
        pending = new ByteArrayOutputStream(0); // the old one would keep its memory
        return bytes;
    }

    /** The hash of all bytes until now. */
    byte[] hash() {
        return snapshot(digest);
    }

    static byte[] snapshot(MessageDigest digest) {
        try {
            return ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
