// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import java.util.Arrays;
import java.util.Objects;

/**
 * A reusable cursor that writes integers and bytes into a part of an array. Callers ask for {@link #remaining} first; writing beyond
 * the limit throws {@link IndexOutOfBoundsException} and leaves the position where it was.
 */
public final class WireWriter {
    private byte[] buf = {};
    private int position;
    private int limit;

    /** Writes from {@code pos} on, and never at {@code limit} or beyond. */
    public WireWriter wrap(byte[] buf, int pos, int limit) {
        Objects.checkFromToIndex(pos, limit, buf.length);
        this.buf = buf;
        this.position = pos;
        this.limit = limit;
        return this;
    }

    /** The index in the array of the next byte. */
    public int position() {
        return position;
    }

    /** How many bytes fit before the limit. */
    public int remaining() {
        return limit - position;
    }

    /** Writes the lowest byte. */
    public void u8(int value) {
        buf[claim(1)] = (byte) value;
    }

    /** Writes the lowest two bytes. */
    public void u16(int value) {
        BigEndian.SHORT.set(buf, claim(2), (short) value);
    }

    /** Writes four bytes. */
    public void u32(int value) {
        BigEndian.INT.set(buf, claim(4), value);
    }

    /** Writes eight bytes. */
    public void u64(long value) {
        BigEndian.LONG.set(buf, claim(8), value);
    }

    /** Writes the shortest encoding of a value from 0 to {@link VarInt#MAX}. */
    public void varint(long value) {
        switch (VarInt.length(value)) {
            case 1 -> u8((int) value);
            case 2 -> u16((int) value | 0x4000);
            case 4 -> u32((int) value | 0x8000_0000);
            default -> u64(value | 0xc000_0000_0000_0000L);
        }
    }

    /** Copies {@code len} bytes from {@code off} on. */
    public void bytes(byte[] from, int off, int len) {
        Objects.checkFromIndexSize(off, len, from.length);
        System.arraycopy(from, off, buf, claim(len), len);
    }

    /** Writes {@code n} zero bytes. */
    public void zeros(int n) {
        int at = claim(n);
        Arrays.fill(buf, at, at + n, (byte) 0);
    }

    /** Leaves room for {@code n} bytes that the caller writes itself. Returns where they begin. */
    public int claim(int n) {
        if (n < 0 || n > limit - position) {
            throw new IndexOutOfBoundsException("writing " + n + " bytes where " + remaining() + " fit");
        }
        int at = position;
        position += n;
        return at;
    }
}
