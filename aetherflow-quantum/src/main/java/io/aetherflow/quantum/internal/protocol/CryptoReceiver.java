// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.crypto.Handshake;
import java.util.BitSet;

/** Puts the peer's handshake bytes in order. */
final class CryptoReceiver {
    /** How far beyond the bytes in order others are kept; what lies further is an error. */
    static final int MAX_BUFFERED = 16 << 10;

    private long consumed;
    private byte[] window = new byte[0];
    private final BitSet present = new BitSet();

    /** Takes a CRYPTO frame and hands on what is in order. */
    ErrorCode receive(long offset, byte[] data, int from, int length, Handshake handshake) {
        if (offset + length > consumed + MAX_BUFFERED) {
            return ErrorCode.CRYPTO_BUFFER_EXCEEDED;
        }
        if (offset + length <= consumed) {
            return ErrorCode.NO_ERROR;
        }
        if (offset > consumed) {
            keep(offset, data, from, length);
            return ErrorCode.NO_ERROR;
        }
        int known = (int) (consumed - offset);
        handOn(data, from + known, length - known, handshake);
        drain(handshake);
        return ErrorCode.NO_ERROR;
    }

    private void keep(long offset, byte[] data, int from, int length) {
        if (window.length == 0) {
            window = new byte[MAX_BUFFERED];
        }
        for (int i = 0; i < length; i++) {
            int at = (int) ((offset + i) % MAX_BUFFERED);
            window[at] = data[from + i];
            present.set(at);
        }
    }

    private void handOn(byte[] data, int from, int length, Handshake handshake) {
        for (int i = 0; i < length && !present.isEmpty(); i++) {
            present.clear((int) ((consumed + i) % MAX_BUFFERED));
        }
        consumed += length;
        handshake.receive(data, from, length);
    }

    /** What was kept and is now in order, at most up to the end of the ring at a time. */
    private void drain(Handshake handshake) {
        for (int at = (int) (consumed % MAX_BUFFERED); present.get(at); at = (int) (consumed % MAX_BUFFERED)) {
            int end = Math.min(present.nextClearBit(at), MAX_BUFFERED);
            handOn(window, at, end - at, handshake);
        }
    }
}
