// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

/** How far a connection is. It only goes forward. */
public enum ConnectionState {
    /** The handshake is under way. */
    CONNECTING,
    /** It can be used. */
    OPEN,
    /** {@link QuantumConnection#close(long, String)} was called, and the peer does not have everything yet: nothing more can be written. */
    CLOSING,
    /** It is over, and has a {@link CloseReason}; what had arrived can still be read. */
    CLOSED
}
