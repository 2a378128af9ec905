// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-128-GCM by the platform (RFC 5116), its nonce being the IV with the packet number XORed into its last eight bytes. */
final class Aes128Gcm implements Aead {
    static final CipherSuite SUITE = new CipherSuite() {
        @Override
        public Aead aead(byte[] key, byte[] iv) {
            return new Aes128Gcm(cipher("AES/GCM/NoPadding"), key, iv);
        }

        @Override
        public HeaderMask headerMask(byte[] key) {
            return new AesMask(key);
        }
    };
    private static final int TAG_BITS = TAG_LENGTH * 8;

    private final Cipher cipher;
    private final Key key;
    private final byte[] iv;
    private final byte[] nonce = new byte[CipherSuite.IV_LENGTH];

    private Aes128Gcm(Cipher cipher, byte[] key, byte[] iv) {
        this.cipher = cipher;
        this.key = new SecretKeySpec(key, "AES");
        this.iv = iv.clone();
    }

    @Override
    public Aead withKey(byte[] newKey, byte[] newIv) {
        return new Aes128Gcm(cipher, newKey, newIv);
    }

    @Override
    public void seal(byte[] packet, int headerOffset, int payloadOffset, int payloadLength, long packetNumber) {
        try {
            process(Cipher.ENCRYPT_MODE, packet, headerOffset, payloadOffset, payloadLength, packetNumber);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal packet " + packetNumber, e);
        }
    }

    @Override
    public boolean open(byte[] packet, int headerOffset, int payloadOffset, int sealedLength, long packetNumber) {
        if (sealedLength < TAG_LENGTH) {
            return false;
        }
        try {
            process(Cipher.DECRYPT_MODE, packet, headerOffset, payloadOffset, sealedLength, packetNumber);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot open packet " + packetNumber, e);
        }
    }

    private void process(int mode, byte[] packet, int headerOffset, int payloadOffset, int length, long packetNumber)
            throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce(packetNumber)));
        cipher.updateAAD(packet, headerOffset, payloadOffset - headerOffset);
        cipher.doFinal(packet, payloadOffset, length, packet, payloadOffset);
    }

    private byte[] nonce(long packetNumber) {
        System.arraycopy(iv, 0, nonce, 0, iv.length);
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[nonce.length - 1 - i] ^= (byte) (packetNumber >>> (8 * i));
        }
        return nonce;
    }

    private static Cipher cipher(String transformation) {
        try {
            return Cipher.getInstance(transformation);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + transformation, e);
        }
    }

    /** AES of one block (RFC 9001 section 5.4.3). */
    private static final class AesMask implements HeaderMask {
        private final Cipher cipher = cipher("AES/ECB/NoPadding");
        private final byte[] block = new byte[SAMPLE_LENGTH];

        AesMask(byte[] key) {
            try {
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES takes a key of " + key.length + " bytes", e);
            }
        }

        @Override
        public long mask(byte[] packet, int sampleOffset) {
            try {
                cipher.update(packet, sampleOffset, SAMPLE_LENGTH, block, 0);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("one block fits one block", e);
            }
            return (block[0] & 0xffL) << 32
                    | (block[1] & 0xffL) << 24
                    | (block[2] & 0xffL) << 16
                    | (block[3] & 0xffL) << 8
                    | (block[4] & 0xffL);
        }
    }
}
