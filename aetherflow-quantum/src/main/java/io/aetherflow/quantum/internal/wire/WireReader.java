// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import java.util.Objects;

/**
 * A reusable cursor that reads integers from a part of an array. Reading beyond the limit fails the reader until it is wrapped anew:
 * nothing remains, and reads give 0. So a caller reads all fields and asks {@link #failed} once.
 */
public final class WireReader {
    private byte[] buf = {};
    private int position;
    private int limit;
    private boolean failed;

    /** Reads from {@code pos} on, and never at {@code limit} or beyond. */
    public WireReader wrap(byte[] buf, int pos, int limit) {
        Objects.checkFromToIndex(pos, limit, buf.length);
        this.buf = buf;
        this.position = pos;
        this.limit = limit;
        this.failed = false;
        return this;
    }

    /** The array that is read. */
    public byte[] array() {
        return buf;
    }

    /** The index in the array of the next byte; the limit once failed. */
    public int position() {
        return position;
    }

    /** How many bytes are left before the limit; 0 once failed. */
    public int remaining() {
        return limit - position;
    }

    /** Whether more was asked for than there was. */
    public boolean failed() {
        return failed;
    }

    /** Reads one byte, 0 to 255. */
    public int u8() {
        int at = claim(1);
        return failed ? 0 : buf[at] & 0xff;
    }

    /** Reads two bytes, 0 to 65,535. */
    public int u16() {
        int at = claim(2);
        return failed ? 0 : (short) BigEndian.SHORT.get(buf, at) & 0xffff;
    }

    /** Reads four bytes; the sign is the highest bit. */
    public int u32() {
        int at = claim(4);
        return failed ? 0 : (int) BigEndian.INT.get(buf, at);
    }

    /** Reads eight bytes; the sign is the highest bit. */
    public long u64() {
        int at = claim(8);
        return failed ? 0 : (long) BigEndian.LONG.get(buf, at);
    }

    /** Reads a variable-length integer in any of its encodings, 0 to {@link VarInt#MAX}. */
    public long varint() {
        if (remaining() == 0) {
            return fail();
        }
        return switch (buf[position] >> 6 & 3) {
            case 0 -> u8();
            case 1 -> u16() & 0x3fff;
            case 2 -> u32() & 0x3fff_ffff;
            default -> u64() & VarInt.MAX;
        };
    }

    /** Reads a variable-length integer that counts bytes that follow; fails if there are fewer. */
    public int length() {
        long length = varint();
        return length <= remaining() ? (int) length : fail();
    }

    /** Skips {@code n} bytes and returns the index in the array of the first. */
    public int skip(int n) {
        return claim(n);
    }

    private int claim(int n) {
        if (n < 0 || n > limit - position) {
            fail();
            return position;
        }
        int at = position;
        position += n;
        return at;
    }

    private int fail() {
        failed = true;
        position = limit;
        return 0;
    }
}
