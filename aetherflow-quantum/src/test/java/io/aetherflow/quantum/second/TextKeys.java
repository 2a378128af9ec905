// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.second;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Keys of one direction, and what is done with them: PROTOCOL.md section 4, from its text, with the JDK's cryptography only. */
final class TextKeys {
    static final byte[] SALT = TextBytes.hex("6166e1ab23c0ffee5155414e54554d2076310000");

    /** An opened packet. */
    record Opened(int flags, long number, byte[] payload) {}

    final byte[] secret;
    final byte[] key;
    final byte[] iv;
    final byte[] hp;

    TextKeys(byte[] secret) throws GeneralSecurityException {
        this(secret, expand(secret, "hp", 16));
    }

    private TextKeys(byte[] secret, byte[] hp) throws GeneralSecurityException {
        this.secret = secret;
        this.key = expand(secret, "key", 16);
        this.iv = expand(secret, "iv", 12);
        this.hp = hp;
    }

    /** Those of the next key phase; that of the header stays. */
    TextKeys next() throws GeneralSecurityException {
        return new TextKeys(expand(secret, "ku", 32), hp);
    }

    static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    static byte[] extract(byte[] salt, byte[] input) throws GeneralSecurityException {
        return hmac(salt, input);
    }

    /** One block of HKDF-Expand is all that is needed. */
    static byte[] expand(byte[] secret, String label, int length) throws GeneralSecurityException {
        byte[] name = ("quantum " + label).getBytes(StandardCharsets.US_ASCII);
        byte[] info = new TextBytes()
                .integer(length, 2)
                .u8(name.length)
                .bytes(name)
                .u8(0)
                .all();
        return Arrays.copyOf(hmac(secret, info, new byte[] {1}), length);
    }

    static byte[] gcm(int mode, byte[] key, byte[] nonce, byte[] associated, byte[] text)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(associated);
        return cipher.doFinal(text);
    }

    private byte[] nonce(long number) {
        byte[] nonce = iv.clone();
        for (int i = 0; i < 8; i++) {
            nonce[4 + i] ^= (byte) (number >>> 56 - 8 * i);
        }
        return nonce;
    }

    /** Seals a packet whose header ends with its packet number. */
    byte[] seal(byte[] header, long number, byte[] payload) throws GeneralSecurityException {
        byte[] sealed = gcm(Cipher.ENCRYPT_MODE, key, nonce(number), header, payload);
        byte[] packet = new TextBytes().bytes(header, sealed).all();
        int numberLength = (header[0] & 3) + 1;
        mask(packet, header.length - numberLength, numberLength);
        return packet;
    }

    /** Opens a packet; its number is taken for whole, which it is as long as numbers are small. */
    Opened open(byte[] packet, int numberOffset) throws GeneralSecurityException {
        byte[] open = packet.clone();
        byte[] mask = maskBytes(packet, numberOffset);
        open[0] ^= (byte) (mask[0] & maskedBits(packet[0]));
        int numberLength = (open[0] & 3) + 1;
        maskNumber(open, numberOffset, numberLength, mask);
        TextCursor in = new TextCursor(open);
        in.bytes(numberOffset);
        long number = in.integer(numberLength);
        byte[] header = Arrays.copyOf(open, in.position());
        return new Opened(open[0], number, gcm(Cipher.DECRYPT_MODE, key, nonce(number), header, in.rest()));
    }

    private void mask(byte[] packet, int numberOffset, int numberLength) throws GeneralSecurityException {
        byte[] mask = maskBytes(packet, numberOffset);
        packet[0] ^= (byte) (mask[0] & maskedBits(packet[0]));
        maskNumber(packet, numberOffset, numberLength, mask);
    }

    private static int maskedBits(byte flags) {
        return (flags & 0x80) != 0 ? 0x0f : 0x1f;
    }

    private static void maskNumber(byte[] packet, int numberOffset, int numberLength, byte[] mask) {
        for (int i = 0; i < numberLength; i++) {
            packet[numberOffset + i] ^= mask[1 + i];
        }
    }

    private byte[] maskBytes(byte[] packet, int numberOffset) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(hp, "AES"));
        return cipher.doFinal(packet, numberOffset + 4, 16);
    }
}
