// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.sim;

import io.aetherflow.quantum.internal.protocol.Transmit;
import java.net.InetSocketAddress;

/** Something without I/O that lives at an address of the simulated network. */
public interface SimNode {
    /** A time that never comes. */
    long NEVER = Long.MAX_VALUE;

    void onDatagram(long now, InetSocketAddress from, byte[] packet);

    /** In how many nanoseconds it wants to be called though nothing came, {@link #NEVER} if not at all. */
    long nextTimeout(long now);

    void onTimeout(long now);

    /** Fills in the next datagram. False if there is none. */
    boolean pollTransmit(long now, Transmit out);
}
