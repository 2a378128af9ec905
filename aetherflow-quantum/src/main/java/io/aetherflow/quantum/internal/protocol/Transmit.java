// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One datagram to send. Reused: what it holds is valid until the next poll. */
public final class Transmit {
    private final byte[] buffer;
    private @Nullable InetSocketAddress remote;
    private int length;

    /** Room for a datagram of at most so many bytes. */
    public Transmit(int maxBytes) {
        buffer = new byte[maxBytes];
    }

    /** The bytes, from index 0. */
    public byte[] buffer() {
        return buffer;
    }

    /** How many bytes. */
    public int length() {
        return length;
    }

    /** Where to. */
    public InetSocketAddress remote() {
        if (remote == null) {
            throw new IllegalStateException("nothing was polled");
        }
        return remote;
    }

    void set(InetSocketAddress to, int bytes) {
        remote = to;
        length = bytes;
    }
}
