// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** An immutable run of bytes: the data of an operation or the content of a document, in its model's wire form. */
public final class Payload {
    private static final Payload EMPTY = new Payload(new byte[0]);
    private static final int SHOWN_BYTES = 60;

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Returns the payload of no bytes.
     *
     * @return the empty payload
     */
    public static Payload empty() {
        return EMPTY;
    }

    /**
     * Copies bytes into a payload.
     *
     * @param bytes the content; copied
     * @return a payload of the same bytes
     */
    public static Payload of(byte[] bytes) {
        return new Payload(bytes.clone());
    }

    /**
     * Encodes text as UTF-8.
     *
     * @param text the content; an unpaired surrogate becomes a question mark
     * @return a payload of the text's bytes
     */
    public static Payload utf8(String text) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes over an array that nobody else holds. */
    static Payload wrap(byte[] bytes) {
        return new Payload(bytes);
    }

    /** The array itself, for readers of this package that do not change it. */
    byte[] array() {
        return bytes;
    }

    /**
     * Returns the number of bytes.
     *
     * @return the size in bytes
     */
    public int size() {
        return bytes.length;
    }

    /**
     * Returns a copy of the bytes.
     *
     * @return a new array
     */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /**
     * Returns the bytes without copying them.
     *
     * @return a new read-only buffer over all bytes
     */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /**
     * Decodes the bytes as UTF-8.
     *
     * @return the text, with malformed bytes replaced by U+FFFD
     */
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Returns a checksum that tells honest mistakes apart, not attacks.
     *
     * @return the CRC-32C (RFC 3720 appendix B.4) of the bytes
     */
    public int checksum() {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Shows the size and the first few bytes as text. */
    @Override
    public String toString() {
        String start = new String(bytes, 0, Math.min(bytes.length, SHOWN_BYTES), StandardCharsets.UTF_8);
        return "Payload[" + bytes.length + " bytes: " + start + (bytes.length > SHOWN_BYTES ? "…]" : "]");
    }
}
