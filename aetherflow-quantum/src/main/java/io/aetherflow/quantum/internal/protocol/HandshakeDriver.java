// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.crypto.Handshake;
import io.aetherflow.quantum.internal.crypto.HandshakeFailure;
import io.aetherflow.quantum.internal.crypto.Secrets;
import io.aetherflow.quantum.internal.recovery.Space;
import io.aetherflow.quantum.internal.wire.Header;
import io.aetherflow.quantum.internal.wire.TransportParameters;
import io.aetherflow.quantum.internal.wire.WireReader;
import org.jspecify.annotations.Nullable;

/** Moves the handshake: its bytes to and from CRYPTO frames, the peer's parameters and the secrets to the connection. */
final class HandshakeDriver {
    static final HandshakeFailure NO_FAILURE = new HandshakeFailure(ErrorCode.NO_ERROR, "");

    private final Handshake handshake;
    private final boolean client;
    private final boolean tls;
    private final HandshakeIds ids;
    private final CryptoReceiver receiver = new CryptoReceiver();
    private final CryptoSender inHandshake = new CryptoSender();
    private final CryptoSender inData = new CryptoSender();
    private @Nullable TransportParameters peer;
    private boolean ready;
    private boolean heard;
    private @Nullable Runnable task;

    HandshakeDriver(Handshake handshake, boolean client, boolean tls, HandshakeIds ids) {
        this.handshake = handshake;
        this.ids = ids;
        this.client = client;
        this.tls = tls;
        inHandshake.add(handshake.output());
    }

    /** CRYPTO bytes to send in a space. */
    CryptoSender sender(Space space) {
        return space == Space.HANDSHAKE ? inHandshake : inData;
    }

    /** Takes a CRYPTO frame; {@link #advance} is next. */
    ErrorCode receive(long offset, byte[] data, int from, int length) {
        heard = true;
        return receiver.receive(offset, data, from, length, handshake);
    }

    /** The peer's parameters, once they have come and are valid. */
    @Nullable
    TransportParameters peer() {
        return peer;
    }

    /** Whether the secrets are there. */
    boolean isReady() {
        return ready;
    }

    Handshake handshake() {
        return handshake;
    }

    /** Whether this end wants TLS. */
    boolean tls() {
        return tls;
    }

    /** What packet keys are made from, once they are ready. */
    Secrets secrets() {
        return handshake.secrets(Header.VERSION, ids.firstDestination(), ids.ofClient(), ids.ofServer());
    }

    /** Work for another thread, given once, or null. */
    @Nullable
    Runnable takeTask() {
        Runnable taken = task;
        task = null;
        return taken;
    }

    void taskDone() {
        handshake.taskDone();
    }

    /** Whether a CRYPTO frame has come since this was last asked. */
    boolean takeHeard() {
        boolean answer = heard;
        heard = false;
        return answer;
    }

    /** Goes on with what has come. Returns what is wrong, or {@link #NO_FAILURE}. */
    HandshakeFailure advance() {
        HandshakeFailure wrong = readParameters();
        if (wrong.code() != ErrorCode.NO_ERROR) {
            return wrong;
        }
        if (task == null) {
            task = handshake.task();
        }
        takeOutput();
        HandshakeFailure failure = handshake.failure();
        return failure == null ? NO_FAILURE : failure;
    }

    /** What is wrong with the peer's parameters, the cause of whatever else may fail. */
    private HandshakeFailure check(TransportParameters parameters) {
        if (parameters.tls() != tls) {
            return new HandshakeFailure(
                    ErrorCode.HANDSHAKE_FAILED,
                    "security: one end wants TLS, the other none; both must be configured alike");
        }
        return ids.match(parameters)
                ? NO_FAILURE
                : new HandshakeFailure(ErrorCode.PARAMETER_ERROR, "connection ids are not those of the packets");
    }

    private HandshakeFailure readParameters() {
        byte[] encoded = peer == null ? handshake.peerParameters() : null;
        if (encoded == null) {
            return NO_FAILURE;
        }
        WireReader in = new WireReader().wrap(encoded, 0, encoded.length);
        TransportParameters.Decoded decoded = TransportParameters.decode(in, client);
        if (decoded instanceof TransportParameters.Invalid invalid) {
            return new HandshakeFailure(invalid.error(), invalid.reason());
        }
        peer = ((TransportParameters.Valid) decoded).parameters();
        return check(peer);
    }

    /** What a server has to say once it has the secrets belongs into short packets; everything else of the handshake does not. */
    private void takeOutput() {
        boolean late = !client && handshake.state() != Handshake.State.IN_PROGRESS;
        byte[] output = handshake.output();
        if (late && !ready) {
            inData.startAt(inHandshake.end());
        }
        (late ? inData : inHandshake).add(output);
        ready |= handshake.state() == Handshake.State.KEYS_READY || handshake.state() == Handshake.State.COMPLETE;
    }
}
