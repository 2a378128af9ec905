// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

/** A packet number space: packets of one are acknowledged only by packets of the same. */
public enum Space {
    /** INITIAL packets. */
    HANDSHAKE,
    /** Packets with a short header. */
    DATA
}
