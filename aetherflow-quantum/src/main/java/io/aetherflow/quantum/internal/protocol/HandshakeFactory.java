// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.internal.crypto.Handshake;

/** Makes the handshake of a connection: with TLS or without. */
public interface HandshakeFactory {
    /** Whether it is with TLS. */
    boolean tls();

    /**
     * Begins one.
     *
     * @param parameters this side's, encoded
     */
    Handshake begin(byte[] parameters);
}
