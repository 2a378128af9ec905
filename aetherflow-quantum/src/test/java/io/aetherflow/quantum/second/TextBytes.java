// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.second;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Bytes as PROTOCOL.md writes them: big-endian integers and {@code v}. */
final class TextBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    TextBytes u8(int value) {
        out.write(value);
        return this;
    }

    TextBytes integer(long value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (value >>> 8 * i));
        }
        return this;
    }

    TextBytes v(long value) {
        return value < 1L << 6
                ? integer(value, 1)
                : value < 1L << 14
                        ? integer(value | 0x4000, 2)
                        : value < 1L << 30
                                ? integer(value | 0x8000_0000L, 4)
                                : integer(value | 0xc000_0000_0000_0000L, 8);
    }

    TextBytes bytes(byte[]... parts) {
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return this;
    }

    TextBytes zeros(int count) {
        return bytes(new byte[count]);
    }

    int length() {
        return out.size();
    }

    byte[] all() {
        return out.toByteArray();
    }
}
