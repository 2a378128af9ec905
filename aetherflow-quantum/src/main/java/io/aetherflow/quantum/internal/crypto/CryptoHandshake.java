// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import org.jspecify.annotations.Nullable;

/** What handshakes of every kind have: bytes of the peer, bytes for the peer, and in the end a secret. */
abstract class CryptoHandshake implements Handshake {
    final CryptoInput input = new CryptoInput();
    final CryptoOutput output;

    @Nullable
    RootSecret root;

    /**
     * Begins.
     *
     * @param parameters this side's, encoded
     */
    CryptoHandshake(byte[] parameters) {
        output = new CryptoOutput(parameters);
    }

    @Override
    public final byte @Nullable [] peerParameters() {
        return input.parameters();
    }

    @Override
    public final Secrets secrets(int version, long firstDestination, long clientId, long serverId) {
        if (root == null) {
            throw new IllegalStateException("there are no secrets yet");
        }
        return root.take(version, firstDestination, clientId, serverId);
    }
}
