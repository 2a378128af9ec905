// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.internal.crypto.Handshake;
import io.aetherflow.quantum.internal.crypto.HandshakeFailure;
import io.aetherflow.quantum.internal.crypto.Secrets;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Handshakes of a server that send a large flight and then wait for ever, as those of spoofed clients do, unless they are let go. */
final class StuckHandshakes implements HandshakeFactory {
    private static final int FLIGHT_BYTES = 10_000;

    private final HandshakeFactory real;
    private final @Nullable HandshakeFailure failure;
    private boolean stuck = true;

    StuckHandshakes(HandshakeFactory real) {
        this(real, null);
    }

    private StuckHandshakes(HandshakeFactory real, @Nullable HandshakeFailure failure) {
        this.real = real;
        this.failure = failure;
    }

    /** Handshakes that have failed before they begin. */
    static StuckHandshakes failed(HandshakeFactory real, HandshakeFailure failure) {
        return new StuckHandshakes(real, failure);
    }

    /** From now on new ones go on as usual. */
    void letGo() {
        stuck = false;
    }

    @Override
    public boolean tls() {
        return real.tls();
    }

    @Override
    public Handshake begin(byte[] parameters) {
        return stuck ? new Stuck(failure) : real.begin(parameters);
    }

    /** Takes bytes and comes to nothing. */
    static class Stuck implements Handshake {
        private final @Nullable HandshakeFailure failure;
        private byte[] flight = {};

        Stuck(@Nullable HandshakeFailure failure) {
            this.failure = failure;
        }

        @Override
        public void receive(byte[] data, int offset, int length) {
            flight = new byte[FLIGHT_BYTES];
        }

        @Override
        public @Nullable Runnable task() {
            return null;
        }

        @Override
        public void taskDone() {}

        @Override
        public byte[] output() {
            byte[] taken = flight;
            flight = new byte[0];
            return taken;
        }

        @Override
        public State state() {
            return failure == null ? State.IN_PROGRESS : State.FAILED;
        }

        @Override
        public @Nullable HandshakeFailure failure() {
            return failure;
        }

        @Override
        public byte @Nullable [] peerParameters() {
            return null;
        }

        @Override
        public Secrets secrets(int version, long firstDestination, long clientId, long serverId) {
            throw new IllegalStateException("it never gets so far");
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
}
