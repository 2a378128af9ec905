// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * How keys come from secrets: PROTOCOL.md section 4. The labels' prefixes, the salt and the cipher are those of Quantum in
 * {@link #QUANTUM}; QUIC's differ only in these.
 */
public final class KeySchedule {
    /** Quantum, version 1, with AES-128-GCM. */
    public static final KeySchedule QUANTUM = new KeySchedule(
            Aes128Gcm.SUITE,
            KeyLimits.AES_128_GCM,
            "quantum ",
            "quantum ",
            HexFormat.of().parseHex("6166e1ab23c0ffee5155414e54554d2076310000"));

    private final CipherSuite suite;
    private final KeyLimits limits;
    private final String secretPrefix;
    private final String packetPrefix;
    private final byte[] salt;

    KeySchedule(CipherSuite suite, KeyLimits limits, String secretPrefix, String packetPrefix, byte[] salt) {
        this.suite = suite;
        this.limits = limits;
        this.secretPrefix = secretPrefix;
        this.packetPrefix = packetPrefix;
        this.salt = salt.clone();
    }

    /** The same labels with another cipher. */
    public KeySchedule with(CipherSuite other) {
        return new KeySchedule(other, limits, secretPrefix, packetPrefix, salt);
    }

    /** The same with other limits. */
    public KeySchedule with(KeyLimits others) {
        return new KeySchedule(suite, others, secretPrefix, packetPrefix, salt);
    }

    /** The secrets of INITIAL packets: of the client's first destination connection id, after a RETRY of that one's source id. */
    public Secrets initial(long connectionId) {
        byte[] id = ByteBuffer.allocate(Long.BYTES).putLong(connectionId).array();
        return secrets(Hkdf.extract(salt, id), " in");
    }

    /** The secrets of short packets: of the transcript and what the handshake agreed on. */
    Secrets application(byte[] transcript, byte[] secret) {
        return secrets(Hkdf.extract(transcript, secret), " ap");
    }

    KeyLimits limits() {
        return limits;
    }

    /** The secret of the next key phase. */
    byte[] next(byte[] secret) {
        return expand(secret, "ku", Hkdf.HASH_LENGTH);
    }

    Aead aead(byte[] secret) {
        return suite.aead(key(secret), iv(secret));
    }

    /** Under another secret, for the direction of an AEAD that there is already. */
    Aead rekeyed(Aead aead, byte[] secret) {
        return aead.withKey(key(secret), iv(secret));
    }

    HeaderProtection headerProtection(byte[] secret) {
        return new HeaderProtection(suite.headerMask(expand(secret, "hp", CipherSuite.KEY_LENGTH)));
    }

    /** The fixed key of RETRY tags; new each time, as a platform refuses to seal twice with one nonce. */
    Aead retryAead() {
        byte[] secret = Hkdf.extract(salt, "retry".getBytes(StandardCharsets.US_ASCII));
        return suite.aead(
                expand(secret, "retry key", CipherSuite.KEY_LENGTH), expand(secret, "retry iv", CipherSuite.IV_LENGTH));
    }

    private byte[] key(byte[] secret) {
        return expand(secret, "key", CipherSuite.KEY_LENGTH);
    }

    private byte[] iv(byte[] secret) {
        return expand(secret, "iv", CipherSuite.IV_LENGTH);
    }

    private byte[] expand(byte[] secret, String label, int length) {
        return Hkdf.expandLabel(secret, packetPrefix, label, length);
    }

    private Secrets secrets(byte[] root, String use) {
        return new Secrets(
                Hkdf.expandLabel(root, secretPrefix, "client" + use, Hkdf.HASH_LENGTH),
                Hkdf.expandLabel(root, secretPrefix, "server" + use, Hkdf.HASH_LENGTH));
    }
}
