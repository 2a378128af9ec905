// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.second;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** A client's CRYPTO bytes: PROTOCOL.md sections 4 and 5, from its text. */
abstract class TextHandshake {
    /** All CRYPTO bytes so far. */
    private final TextBytes sent = new TextBytes();

    private byte[] peerParameters = new byte[0];
    private int consumed;
    private byte[] clientHash = new byte[0];
    private byte[] serverHash = new byte[0];
    private byte[] secret = new byte[0];

    TextHandshake(byte[] parameters) {
        sent.v(parameters.length).bytes(parameters);
    }

    byte[] sent() {
        return sent.all();
    }

    byte[] peerParameters() {
        return peerParameters;
    }

    boolean isDone() {
        return secret.length > 0;
    }

    /** Takes all CRYPTO bytes that the server has sent so far. */
    void receive(byte[] received) throws IOException, GeneralSecurityException {
        if (peerParameters.length == 0 && received.length > 1) {
            TextCursor in = new TextCursor(received);
            long length = in.v();
            if (received.length >= in.position() + length) {
                peerParameters = in.bytes(length);
                consumed = in.position();
            }
        }
        if (peerParameters.length > 0) {
            advance(received);
        }
    }

    abstract void advance(byte[] received) throws IOException, GeneralSecurityException;

    /** Section 4: from the hashes of both sides' bytes. */
    byte[] root(byte[] first, byte[] clientId, byte[] serverId) throws GeneralSecurityException {
        return TextKeys.extract(transcript(first, clientId, serverId, clientHash, serverHash), secret);
    }

    static byte[] transcript(byte[] first, byte[] clientId, byte[] serverId, byte[] clientHash, byte[] serverHash)
            throws GeneralSecurityException {
        return TextKeys.sha256(new TextBytes()
                .bytes("quantum v1".getBytes(StandardCharsets.US_ASCII))
                .integer(1, 4)
                .bytes(first, clientId, serverId, clientHash, serverHash)
                .all());
    }

    /** Without TLS. */
    static final class Open extends TextHandshake {
        private final byte[] share = random(32);

        Open(byte[] parameters) {
            super(parameters);
            ((TextHandshake) this).sent.bytes(share);
        }

        @Override
        void advance(byte[] received) throws GeneralSecurityException {
            int from = super.consumed;
            if (received.length >= from + 32) {
                byte[] all = Arrays.copyOf(received, from + 32);
                super.clientHash = TextKeys.sha256(sent());
                super.serverHash = TextKeys.sha256(all);
                super.secret = new TextBytes()
                        .bytes(share, Arrays.copyOfRange(all, from, from + 32))
                        .all();
            }
        }
    }

    /** TLS 1.3 by the JDK's engine. */
    static final class Tls extends TextHandshake {
        /** The engine wants more room than a record takes. */
        private static final int ROOM = 1 << 15;

        private final SSLEngine engine;

        Tls(byte[] parameters, SSLEngine engine) throws IOException {
            super(parameters);
            this.engine = engine;
            engine.setUseClientMode(true);
            engine.setEnabledProtocols(new String[] {"TLSv1.3"});
            engine.beginHandshake();
            speak();
        }

        /** Does what the engine wants before it reads. */
        private void speak() throws IOException {
            while (true) {
                HandshakeStatus status = engine.getHandshakeStatus();
                if (status == HandshakeStatus.NEED_TASK) {
                    engine.getDelegatedTask().run();
                } else if (status == HandshakeStatus.NEED_WRAP) {
                    wrap(new byte[0]);
                } else {
                    return;
                }
            }
        }

        private void wrap(byte[] plaintext) throws IOException {
            ByteBuffer record = ByteBuffer.allocate(ROOM);
            SSLEngineResult result = engine.wrap(ByteBuffer.wrap(plaintext), record);
            TextPackets.require(result.getStatus() == SSLEngineResult.Status.OK, "TLS: " + result);
            super.sent.bytes(Arrays.copyOf(record.array(), record.position()));
        }

        @Override
        void advance(byte[] received) throws IOException, GeneralSecurityException {
            while (!isDone() && received.length >= super.consumed + 5) {
                int from = super.consumed;
                int end = from + 5 + ((received[from + 3] & 0xff) << 8 | received[from + 4] & 0xff);
                if (received.length < end) {
                    return;
                }
                engine.unwrap(ByteBuffer.wrap(Arrays.copyOfRange(received, from, end)), ByteBuffer.allocate(ROOM));
                super.consumed = end;
                speak();
                if (engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
                    finish(Arrays.copyOf(received, end));
                }
            }
        }

        private void finish(byte[] received) throws IOException, GeneralSecurityException {
            super.clientHash = TextKeys.sha256(sent());
            super.serverHash = TextKeys.sha256(received);
            super.secret = random(32);
            wrap(super.secret);
        }
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
