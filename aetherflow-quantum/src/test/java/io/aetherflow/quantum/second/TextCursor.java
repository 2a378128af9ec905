// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.second;

import java.util.Arrays;

/** Reads what {@link TextBytes} writes. */
final class TextCursor {
    private final byte[] bytes;
    private int at;

    TextCursor(byte[] bytes) {
        this.bytes = bytes;
    }

    int position() {
        return at;
    }

    boolean hasMore() {
        return at < bytes.length;
    }

    long integer(int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes[at++] & 0xff;
        }
        return value;
    }

    long v() {
        int length = 1 << ((bytes[at] & 0xff) >> 6);
        return integer(length) & -1L >>> 66 - 8 * length;
    }

    byte[] bytes(long length) {
        at += (int) length;
        return Arrays.copyOfRange(bytes, at - (int) length, at);
    }

    byte[] rest() {
        return bytes(bytes.length - at);
    }
}
