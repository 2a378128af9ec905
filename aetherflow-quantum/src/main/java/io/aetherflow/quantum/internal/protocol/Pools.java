// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.internal.recovery.SentPacketPool;
import io.aetherflow.quantum.internal.stream.ChunkPool;

/**
 * Memory that the connections of an endpoint lend each other, so that busy ones allocate nothing and idle ones hold nothing.
 *
 * @param packets of what is in flight
 * @param chunks of what streams and datagrams hold
 */
record Pools(SentPacketPool packets, ChunkPool chunks) {
    private static final int MAX_PACKETS_KEPT = 1 << 14;
    /** 8 MiB. */
    private static final int MAX_CHUNKS_KEPT = 1 << 12;

    Pools() {
        this(new SentPacketPool(MAX_PACKETS_KEPT), new ChunkPool(MAX_CHUNKS_KEPT));
    }
}
