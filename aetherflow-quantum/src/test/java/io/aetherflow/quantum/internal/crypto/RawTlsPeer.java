// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/** A peer that speaks plain TLS over the CRYPTO bytes, with empty parameters, and keeps to no rule of Quantum beyond. */
final class RawTlsPeer {
    private final SSLEngine engine;
    private final byte[] afterHandshake;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private byte[] waiting = new byte[0];
    private boolean parametersRead;
    private boolean finished;

    /**
     * Starts.
     *
     * @param afterHandshake application data that it sends when its handshake is over
     */
    RawTlsPeer(SSLEngine engine, byte[] afterHandshake) {
        this.engine = engine;
        this.afterHandshake = afterHandshake;
        output.write(0);
    }

    /** Takes bytes and returns those it has to say; the peer's parameters must be shorter than 64 bytes. */
    byte[] exchange(byte[] received) throws SSLException {
        int skip = parametersRead || received.length == 0 ? 0 : 1 + received[0];
        parametersRead |= skip > 0;
        waiting = Der.concat(waiting, Arrays.copyOfRange(received, skip, received.length));
        while (step()) {
            // as long as it goes
        }
        byte[] bytes = output.toByteArray();
        output.reset();
        return bytes;
    }

    /** The alert that it has to say after a failure. */
    byte[] alert() throws SSLException {
        wrap(new byte[0]);
        return output.toByteArray();
    }

    private boolean step() throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK:
                engine.getDelegatedTask().run();
                return true;
            case NEED_WRAP:
                return wrap(new byte[0]);
            case NEED_UNWRAP:
                return waiting.length > 0 && unwrap();
            default:
                boolean begins = engine.getSession().getProtocol().equals("NONE");
                if (begins) {
                    engine.beginHandshake();
                } else if (!finished) {
                    finished = true;
                    wrap(afterHandshake);
                }
                return begins;
        }
    }

    private boolean wrap(byte[] plaintext) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(1 << 16);
        engine.wrap(ByteBuffer.wrap(plaintext), out);
        output.write(out.array(), 0, out.position());
        return out.position() > 0;
    }

    private boolean unwrap() throws SSLException {
        ByteBuffer in = ByteBuffer.wrap(waiting);
        SSLEngineResult result = engine.unwrap(in, ByteBuffer.allocate(1 << 16));
        waiting = Arrays.copyOfRange(waiting, result.bytesConsumed(), waiting.length);
        return result.getStatus() == SSLEngineResult.Status.OK;
    }
}
