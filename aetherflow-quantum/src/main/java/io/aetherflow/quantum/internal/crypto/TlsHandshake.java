// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The handshake by the platform's TLS 1.3 (PROTOCOL.md sections 4 and 5).
 *
 * <p>The engine gets one whole record at a time, so that both ends know where the Finished records end: a client, when its own
 * handshake ends; a server, when the record after it turns out to be the secret. What a server sent until then it knows from before it
 * read that Finished, since TLS says nothing between the two; its tickets come after.
 *
 * <p>The engine (7 to 8 KB) is let go when nothing more is expected of it: by a server with its tickets sent, by a client with the first
 * ticket read, for later connections to resume.
 */
public final class TlsHandshake extends CryptoHandshake {
    private static final int SECRET_LENGTH = 32;
    private static final byte[] NOTHING = new byte[0];
    private static final byte ALERT = 21;
    private static final byte APPLICATION_DATA = 23;
    private static final int ALERT_RECORD_LENGTH = 7;

    private final boolean client;
    private final List<String> applicationProtocols;
    private final @Nullable RandomGenerator random;

    private @Nullable SSLEngine engine;
    private @Nullable Runnable task;
    private boolean taskGiven;
    private State state = State.IN_PROGRESS;
    private @Nullable HandshakeFailure failure;
    private byte[] sentBeforeFinished = NOTHING;
    private @Nullable SSLSession session;
    private String applicationProtocol = "";

    private TlsHandshake(TlsSettings settings, SSLEngine engine, byte[] parameters, @Nullable RandomGenerator random) {
        super(parameters);
        this.client = random != null;
        this.applicationProtocols = settings.applicationProtocols();
        this.engine = engine;
        this.random = random;
        try {
            engine.beginHandshake();
        } catch (SSLException e) {
            fail(HandshakeFailure.of(e, alert(engine)));
        }
        advance();
    }

    /**
     * A client's side.
     *
     * @param host of the server, for its certificate and for sessions to resume
     * @param parameters this side's, encoded
     * @param random of the secret: a secure one
     */
    public static TlsHandshake client(
            TlsSettings settings, String host, int port, byte[] parameters, RandomGenerator random) {
        return new TlsHandshake(settings, settings.clientEngine(host, port), parameters, random);
    }

    /**
     * A server's side.
     *
     * @param parameters this side's, encoded
     */
    public static TlsHandshake server(TlsSettings settings, byte[] parameters) {
        return new TlsHandshake(settings, settings.serverEngine(), parameters, null);
    }

    @Override
    public void receive(byte[] data, int offset, int length) {
        if (engine != null) {
            input.append(data, offset, length);
            advance();
        }
    }

    @Override
    public @Nullable Runnable task() {
        if (task == null || taskGiven) {
            return null;
        }
        taskGiven = true;
        return task;
    }

    @Override
    public void taskDone() {
        if (!taskGiven) {
            throw new IllegalStateException("no task was given");
        }
        task = null;
        taskGiven = false;
        advance();
    }

    @Override
    public byte[] output() {
        return mustWait() ? NOTHING : output.take();
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public @Nullable HandshakeFailure failure() {
        return failure;
    }

    @Override
    public Optional<SSLSession> session() {
        return Optional.ofNullable(session);
    }

    @Override
    public String applicationProtocol() {
        return applicationProtocol;
    }

    /** A server does not speak first; what it has to say after Finished are tickets, and they wait for the keys. */
    private boolean mustWait() {
        if (task != null) {
            return true;
        }
        boolean spokenTo = sentBeforeFinished.length > 0;
        return !client && state == State.IN_PROGRESS && engine != null && (!spokenTo || isHandshakeOver(engine));
    }

    /** Goes on until there is nothing to do without more bytes or a task. */
    private void advance() {
        SSLEngine tls = engine;
        if (tls == null) {
            return;
        }
        try {
            while (engine != null && task == null && step(tls)) {
                // as long as it goes
            }
        } catch (SSLException | RuntimeException e) {
            // The platform throws unchecked exceptions, too, at some bytes that only a hostile peer sends.
            fail(HandshakeFailure.of(e, alert(tls)));
        }
    }

    /** The alert that TLS has for the peer, 0 if it has none or has encrypted it already. Its meaning is sent, not the record. */
    private static int alert(SSLEngine tls) {
        ByteBuffer record = ByteBuffer.allocate(tls.getSession().getPacketBufferSize());
        try {
            tls.wrap(ByteBuffer.wrap(NOTHING), record);
        } catch (SSLException | RuntimeException e) {
            return 0;
        }
        boolean readable = record.position() == ALERT_RECORD_LENGTH && record.get(0) == ALERT;
        return readable ? record.get(ALERT_RECORD_LENGTH - 1) & 0xff : 0;
    }

    private boolean step(SSLEngine tls) throws SSLException {
        if (input.failure() != null) {
            return fail(input.failure());
        }
        switch (tls.getHandshakeStatus()) {
            case NEED_TASK:
                task = () -> runTasks(tls);
                return false;
            case NEED_WRAP:
                return wrap(tls, NOTHING) || tls.getHandshakeStatus() != HandshakeStatus.NEED_WRAP;
            default:
                return client && isHandshakeOver(tls) && root == null ? sendSecret(tls) : readRecord(tls);
        }
    }

    private static void runTasks(SSLEngine tls) {
        for (Runnable next = tls.getDelegatedTask(); next != null; next = tls.getDelegatedTask()) {
            next.run();
        }
    }

    private static boolean isHandshakeOver(SSLEngine tls) {
        return tls.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Returns whether it made a record. */
    private boolean wrap(SSLEngine tls, byte[] plaintext) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(tls.getSession().getPacketBufferSize());
        SSLEngineResult result = tls.wrap(ByteBuffer.wrap(plaintext), out);
        if (result.getStatus() != SSLEngineResult.Status.OK || result.bytesConsumed() != plaintext.length) {
            throw new SSLException("TLS writes no record: " + result);
        }
        output.write(out.array(), out.position());
        return out.position() > 0;
    }

    private boolean sendSecret(SSLEngine tls) throws SSLException {
        if (!agreed(tls)) {
            return false;
        }
        byte[] secret = new byte[SECRET_LENGTH];
        if (random != null) {
            random.nextBytes(secret);
        }
        root = new RootSecret(secret, output.hash(), input.hash());
        wrap(tls, secret);
        state = State.KEYS_READY;
        return true;
    }

    private boolean readRecord(SSLEngine tls) throws SSLException {
        ByteBuffer record = input.parameters() == null ? null : input.nextRecord();
        if (record == null) {
            return input.failure() != null && fail(input.failure());
        }
        boolean over = isHandshakeOver(tls);
        boolean applicationData = record.get(record.position()) == APPLICATION_DATA;
        if (!over) {
            sentBeforeFinished = output.hash();
        }
        byte[] receivedBefore = input.hash();
        ByteBuffer plaintext = ByteBuffer.allocate(tls.getSession().getApplicationBufferSize());
        SSLEngineResult result = tls.unwrap(record, plaintext);
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new SSLException("TLS reads no record: " + result);
        }
        input.consume(result.bytesConsumed());
        int expected = over && !client ? SECRET_LENGTH : 0;
        if (plaintext.position() != expected) {
            return fail(HandshakeFailure.of("record of the handshake: must carry " + expected
                    + " bytes of application data, carries " + plaintext.position()));
        }
        if (over && !client) {
            return secretReceived(tls, plaintext, receivedBefore);
        }
        if (over && applicationData) {
            state = State.COMPLETE;
            engine = null;
        }
        return result.bytesConsumed() > 0 || tls.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP;
    }

    private boolean secretReceived(SSLEngine tls, ByteBuffer plaintext, byte[] receivedBefore) {
        if (agreed(tls)) {
            byte[] secret = new byte[SECRET_LENGTH];
            plaintext.flip().get(secret);
            root = new RootSecret(secret, receivedBefore, sentBeforeFinished);
            state = State.COMPLETE;
            engine = null;
        }
        return false;
    }

    /** Takes over what TLS agreed on, and refuses what this side does not want. */
    private boolean agreed(SSLEngine tls) {
        String protocol = tls.getApplicationProtocol();
        if (applicationProtocols.isEmpty() != protocol.isEmpty()) {
            return fail(HandshakeFailure.of("application protocol: none of " + applicationProtocols + " agreed on"));
        }
        applicationProtocol = protocol;
        session = tls.getSession();
        return true;
    }

    /** Returns false, as there is nothing to go on with. */
    private boolean fail(HandshakeFailure reason) {
        failure = reason;
        state = State.FAILED;
        root = null;
        engine = null;
        return false;
    }
}
