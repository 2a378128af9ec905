// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One side of a handshake over two ordered streams of bytes, those of the CRYPTO frames (PROTOCOL.md section 5). It starts by
 * itself: a client has output at once.
 *
 * <p>Feed it with {@link #receive}. After that, and after {@link #taskDone}, look in this order at {@link #peerParameters} (refuse what
 * they do not allow, security above all, before any failure that follows from it), {@link #task}, {@link #output} and
 * {@link #state}. Bytes of the peer never throw. Used by one thread at a time; only the task may run on another.
 */
public interface Handshake {
    /** How far it is. */
    enum State {
        /** There are no keys yet. */
        IN_PROGRESS,
        /** {@link #secrets} may be called; TLS may still hear something: a client waits for a ticket. */
        KEYS_READY,
        /** The secrets are there, and whatever more the peer sends is ignored. */
        COMPLETE,
        /** {@link #failure} says why; it stays like that. */
        FAILED
    }

    /** Takes CRYPTO bytes of the peer, in order and without gaps. */
    void receive(byte[] data, int offset, int length);

    /**
     * Work that takes milliseconds, to be run on any thread, or null. Each is given once; until it has run and {@link #taskDone}
     * was called, the handshake only stores what it receives.
     */
    @Nullable
    Runnable task();

    /** The task has run: what it did must be visible to this thread. */
    void taskDone();

    /** CRYPTO bytes for the peer since the last call, none while a task runs; those of a server that is past IN_PROGRESS belong into short packets. */
    byte[] output();

    /** How far it is. */
    State state();

    /** Why it failed, or null. */
    @Nullable
    HandshakeFailure failure();

    /** The peer's parameters as soon as they are read, encoded and not yet authenticated, or null. */
    byte @Nullable [] peerParameters();

    /**
     * The secrets of the packet keys, once: after it, they are forgotten here.
     *
     * @param version of the protocol
     * @param firstDestination the client's first destination connection id
     * @param clientId the client's connection id
     * @param serverId the server's connection id, of its first INITIAL packet
     * @throws IllegalStateException before KEYS_READY, or the second time
     */
    Secrets secrets(int version, long firstDestination, long clientId, long serverId);

    /** The TLS session with the peer's certificates, once the keys are ready; empty without TLS. */
    Optional<SSLSession> session();

    /** The application protocol agreed on, empty if none. */
    String applicationProtocol();
}
