// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The handshake without TLS: each side sends its parameters and 32 random bytes. It detects damage and guards against nobody
 * (PROTOCOL.md section 5).
 */
public final class OpenHandshake extends CryptoHandshake {
    private static final int SHARE_LENGTH = 32;

    private final boolean client;
    private final byte[] share = new byte[SHARE_LENGTH];
    private boolean spoken;

    /**
     * One side.
     *
     * @param client which side
     * @param parameters this side's, encoded
     * @param random of this side's 32 bytes
     */
    public OpenHandshake(boolean client, byte[] parameters, RandomGenerator random) {
        super(parameters);
        this.client = client;
        random.nextBytes(share);
        output.write(share, share.length);
    }

    @Override
    public void receive(byte[] data, int offset, int length) {
        if (root != null || input.failure() != null) {
            return;
        }
        input.append(data, offset, length);
        if (input.failure() == null && input.parameters() != null) {
            byte[] peerShare = input.nextBytes(SHARE_LENGTH);
            if (peerShare != null) {
                root = root(peerShare);
            }
        }
    }

    private RootSecret root(byte[] peerShare) {
        return client
                ? new RootSecret(concat(share, peerShare), output.hash(), input.hash())
                : new RootSecret(concat(peerShare, share), input.hash(), output.hash());
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Override
    public @Nullable Runnable task() {
        return null;
    }

    @Override
    public void taskDone() {
        throw new IllegalStateException("no task was given");
    }

    @Override
    public byte[] output() {
        // A server answers; it does not speak first.
        if (!client && root == null) {
            return new byte[0];
        }
        spoken = true;
        return output.take();
    }

    @Override
    public State state() {
        if (input.failure() != null) {
            return State.FAILED;
        }
        return root == null || !spoken ? State.IN_PROGRESS : State.COMPLETE;
    }

    @Override
    public @Nullable HandshakeFailure failure() {
        return input.failure();
    }

    @Override
    public Optional<SSLSession> session() {
        return Optional.empty();
    }

    @Override
    public String applicationProtocol() {
        return "";
    }
}
