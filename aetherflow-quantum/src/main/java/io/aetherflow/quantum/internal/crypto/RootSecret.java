// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** What a handshake agreed on, with the hashes of its bytes: all that the transcript of PROTOCOL.md section 4 takes from it. */
final class RootSecret {
    private static final byte[] CONTEXT = "quantum v1".getBytes(StandardCharsets.US_ASCII);

    private final byte[] secret;
    private final byte[] clientHash;
    private final byte[] serverHash;
    private boolean taken;

    RootSecret(byte[] secret, byte[] clientHash, byte[] serverHash) {
        this.secret = secret;
        this.clientHash = clientHash;
        this.serverHash = serverHash;
    }

    Secrets take(int version, long firstDestination, long clientId, long serverId) {
        if (taken) {
            throw new IllegalStateException("the secrets were taken already");
        }
        taken = true;
        MessageDigest digest = CryptoOutput.sha256();
        digest.update(CONTEXT);
        digest.update(ByteBuffer.allocate(Integer.BYTES + 3 * Long.BYTES)
                .putInt(version)
                .putLong(firstDestination)
                .putLong(clientId)
                .putLong(serverId)
                .array());
        digest.update(clientHash);
        digest.update(serverHash);
        Secrets secrets = KeySchedule.QUANTUM.application(digest.digest(), secret);
        Arrays.fill(secret, (byte) 0);
        return secrets;
    }
}
