// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.internal.crypto.StatelessResetTokens;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Leads datagrams to connections: by the connection ids that an endpoint has given out, and stateless resets by the tokens that peers
 * have announced.
 */
final class RoutingTable {
    private final RandomGenerator random;
    private final StatelessResetTokens tokens;
    private final LongMap<ConnectionCore> byId;
    /** By the first half of the token; the connection compares all of it. */
    private final LongMap<ConnectionCore> byResetToken;

    /**
     * @param random of connection ids: a secure one
     * @param tokens this endpoint's own
     */
    RoutingTable(RandomGenerator random, StatelessResetTokens tokens) {
        this.random = random;
        this.tokens = tokens;
        this.byId = new LongMap<>(random.nextLong());
        this.byResetToken = new LongMap<>(random.nextLong());
    }

    /** How many connection ids lead somewhere. */
    int size() {
        return byId.size();
    }

    @Nullable
    ConnectionCore find(long id) {
        return byId.get(id);
    }

    /** Makes up a connection id that leads nowhere yet. */
    long unusedId() {
        long id = random.nextLong();
        while (byId.get(id) != null) {
            id = random.nextLong();
        }
        return id;
    }

    void add(long id, ConnectionCore connection) {
        byId.put(id, connection);
    }

    void remove(long id) {
        byId.remove(id);
    }

    /** The token that goes with a connection id of this endpoint. */
    byte[] resetToken(long id) {
        return tokens.token(id);
    }

    /** A datagram that ends with this token of a peer is for this connection. */
    void expectReset(byte[] token, ConnectionCore connection) {
        byResetToken.put(firstHalf(token, 0), connection);
    }

    void expectNoReset(byte[] token) {
        byResetToken.remove(firstHalf(token, 0));
    }

    /** The connection that a datagram may be a stateless reset of. */
    @Nullable
    ConnectionCore findByReset(byte[] datagram, int offset, int length) {
        return length < StatelessResetTokens.LENGTH
                ? null
                : byResetToken.get(firstHalf(datagram, offset + length - StatelessResetTokens.LENGTH));
    }

    private static long firstHalf(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).getLong(offset);
    }
}
