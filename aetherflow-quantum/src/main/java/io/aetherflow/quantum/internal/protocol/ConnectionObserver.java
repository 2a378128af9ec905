// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.internal.recovery.SentPacket;
import io.aetherflow.quantum.internal.recovery.Space;
import io.aetherflow.quantum.internal.wire.Header;

/**
 * Sees the packets of one connection, for a log. It must neither change anything nor keep what it is given. Everything else about the
 * connection can be read from it whenever {@link #polled} is called.
 */
public interface ConnectionObserver {
    /** Looks away. */
    ConnectionObserver NONE = new ConnectionObserver() {};

    /** Why a packet was dropped. */
    enum Drop {
        /** There are no keys for it, or not any more, and it cannot wait for them. */
        NO_KEYS,
        /** It does not open: damaged, forged, or too old. */
        UNOPENED,
        /** One of its number came before. */
        DUPLICATE,
        /** It means nothing at this point. */
        UNEXPECTED
    }

    /**
     * A packet is about to be sealed.
     *
     * @param datagram the packet from index 0, its payload not sealed yet
     * @param payload where its frames begin
     * @param length how many bytes they are
     */
    default void packetSent(long now, SentPacket packet, byte[] datagram, int payload, int length) {}

    /**
     * A packet was opened, and its frames are about to be handled.
     *
     * @param datagram the packet from index 0, its payload open
     * @param payload where its frames begin
     * @param length how many bytes they are
     */
    default void packetReceived(long now, Space space, long number, byte[] datagram, int payload, int length) {}

    /** A packet for this connection was dropped. */
    default void packetDropped(long now, Header.Type type, int size, Drop why) {}

    /** A packet is taken for lost. */
    default void packetLost(long now, SentPacket packet) {}

    /** The connection was asked for a datagram, as after everything that happens to it: what has changed can be seen now. */
    default void polled(long now) {}

    /** Nobody will drive the connection any more. */
    default void ended(long now) {}
}
