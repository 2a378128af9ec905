// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.internal.wire.TransportParameters;
import java.util.OptionalLong;

/**
 * The connection ids of the long headers of one handshake. They go into the packet keys, and both ends check by their parameters that
 * nobody has meddled with them (RFC 9000 section 7.3).
 */
public final class HandshakeIds {
    private final boolean client;
    private final long local;
    private final long firstDestination;
    private long remote;
    private OptionalLong retrySource;
    private boolean peerKnown;

    HandshakeIds(ConnectionSeed seed) {
        this.client = seed.client();
        this.local = seed.localId();
        this.remote = seed.remoteId();
        this.firstDestination = seed.firstDestination();
        this.retrySource = seed.retrySource();
    }

    /** Of this end. */
    public long local() {
        return local;
    }

    /** Of the peer; for a client at first what it made up. */
    public long remote() {
        return remote;
    }

    /** The client's first destination connection id. */
    public long firstDestination() {
        return firstDestination;
    }

    /** The connection id under which the client's INITIAL packets come to a server at first; a client's own. */
    long firstCalledAs() {
        return client ? local : retrySource.orElse(firstDestination);
    }

    long ofClient() {
        return client ? local : remote;
    }

    long ofServer() {
        return client ? remote : local;
    }

    /** The first INITIAL packet of the peer that opens says by which id it wants to be called: until then headers may be damaged. */
    void peerIsKnownAs(long source) {
        if (!peerKnown) {
            peerKnown = true;
            remote = source;
        }
    }

    /** The server asks for a proof of the address, and to be called otherwise meanwhile. */
    void retried(long source) {
        retrySource = OptionalLong.of(source);
        remote = source;
    }

    /** Whether the peer's parameters name the ids that the packets had. */
    boolean match(TransportParameters peer) {
        return peer.sourceId() == remote
                && (!client
                        || peer.firstDestinationId().equals(OptionalLong.of(firstDestination))
                                && peer.retrySourceId().equals(retrySource));
    }
}
