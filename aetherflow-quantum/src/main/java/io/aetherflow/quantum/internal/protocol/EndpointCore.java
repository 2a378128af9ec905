// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.crypto.KeySchedule;
import io.aetherflow.quantum.internal.crypto.RetryTag;
import io.aetherflow.quantum.internal.crypto.RetryTokens;
import io.aetherflow.quantum.internal.wire.Header;
import io.aetherflow.quantum.internal.wire.WireWriter;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All connections of one socket, without I/O: finds the connection of a datagram, opens and accepts connections, and answers by itself what
 * belongs to none. One thread at a time. {@link #route} is asked for every datagram; new connections are handed out by
 * {@link #accept}; what it answers itself is polled from {@link #pollTransmit}.
 */
public final class EndpointCore {
    /** With so many handshakes under way, a client must prove its address before it costs anything. */
    public static final int HALF_OPEN_BEFORE_RETRY = 256;
    /** With so many handshakes under way, further ones are dropped. */
    public static final int MAX_HALF_OPEN = 4_096;
    /** So many connections at a time; further ones are dropped. */
    public static final int MAX_CONNECTIONS = 1 << 20;
    /** So many answers wait to be sent; further ones are dropped. */
    public static final int MAX_ANSWERS = 64;

    private record Answer(InetSocketAddress to, byte[] packet) {}

    private final QuantumConfig config;
    private final @Nullable HandshakeFactory accepting;
    private final KeySchedule schedule;
    private final RandomGenerator random;
    private final Supplier<UUID> ids;
    private final RetryTokens tokens;
    private final Header header = new Header();
    private final LongMap<ConnectionCore> connections;
    private final Deque<ConnectionCore> accepted = new ArrayDeque<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private int halfOpen;
    private long dropped;

    /**
     * Makes an endpoint without connections.
     *
     * @param accepting makes the handshakes of connections from outside; null to accept none
     * @param schedule how keys are derived
     * @param random of connection ids, tokens and congestion control: a secure one
     * @param ids makes the ids of connections
     */
    public EndpointCore(
            QuantumConfig config,
            @Nullable HandshakeFactory accepting,
            KeySchedule schedule,
            RandomGenerator random,
            Supplier<UUID> ids) {
        this.config = config;
        this.accepting = accepting;
        this.schedule = schedule;
        this.random = random;
        this.ids = ids;
        this.tokens = new RetryTokens(random);
        this.connections = new LongMap<>(random.nextLong());
    }

    /** The header of the datagram that was last routed. */
    public Header header() {
        return header;
    }

    /** How many datagrams were dropped because they belong to nobody. */
    public long dropped() {
        return dropped;
    }

    /** How many connections from outside are in their handshake. */
    public int halfOpen() {
        return halfOpen;
    }

    /** Finds whom a datagram is for, maybe a new connection; null if it was dropped or answered. */
    public @Nullable ConnectionCore route(long now, InetSocketAddress remote, byte[] datagram, int offset, int length) {
        if (!header.parse(datagram, offset, length)) {
            dropped++;
            return null;
        }
        ConnectionCore connection = connections.get(header.dcid());
        if (connection == null) {
            connection = routeUnknown(now, remote, datagram, length);
        } else if (!connection.remote().equals(remote)) {
            connection = null;
        }
        if (connection == null) {
            dropped++;
        }
        return connection;
    }

    private @Nullable ConnectionCore routeUnknown(long now, InetSocketAddress remote, byte[] datagram, int length) {
        if (accepting == null || length < PathMtu.BASE) {
            return null;
        }
        return switch (header.type()) {
            case INITIAL -> acceptInitial(accepting, now, remote, datagram);
            case UNKNOWN_VERSION -> {
                answerVersions(remote);
                yield null;
            }
            default -> null;
        };
    }

    private @Nullable ConnectionCore acceptInitial(
            HandshakeFactory handshakes, long now, InetSocketAddress remote, byte[] datagram) {
        OptionalLong original = OptionalLong.empty();
        if (header.tokenLength() > 0) {
            original = tokens.open(
                    remote.getAddress().getAddress(),
                    remote.getPort(),
                    datagram,
                    header.tokenOffset(),
                    header.tokenLength(),
                    now);
        }
        if (original.isEmpty() && halfOpen >= HALF_OPEN_BEFORE_RETRY) {
            answerRetry(now, remote);
            return null;
        }
        if (halfOpen >= MAX_HALF_OPEN || connections.size() >= MAX_CONNECTIONS) {
            return null;
        }
        return accept(handshakes, now, remote, original);
    }

    private ConnectionCore accept(
            HandshakeFactory handshakes, long now, InetSocketAddress remote, OptionalLong original) {
        OptionalLong retrySource = original.isPresent() ? OptionalLong.of(header.dcid()) : OptionalLong.empty();
        ConnectionCore connection = new ConnectionCore(
                new ConnectionSeed(
                        false,
                        ids.get(),
                        unusedId(),
                        header.scid(),
                        original.orElse(header.dcid()),
                        retrySource,
                        remote,
                        original.isPresent(),
                        config,
                        handshakes,
                        schedule,
                        random),
                now);
        halfOpen++;
        connection.onHandshakeOver(() -> halfOpen--);
        connections.put(connection.firstCalledAs(), connection);
        connections.put(connection.localId(), connection);
        accepted.add(connection);
        return connection;
    }

    /** Opens a connection; its first datagram is there to be polled. */
    public ConnectionCore connect(long now, InetSocketAddress remote, HandshakeFactory handshakes) {
        long destination = random.nextLong();
        ConnectionCore connection = new ConnectionCore(
                new ConnectionSeed(
                        true,
                        ids.get(),
                        unusedId(),
                        destination,
                        destination,
                        OptionalLong.empty(),
                        remote,
                        true,
                        config,
                        handshakes,
                        schedule,
                        random),
                now);
        connections.put(connection.localId(), connection);
        return connection;
    }

    private long unusedId() {
        long id = random.nextLong();
        while (connections.get(id) != null) {
            id = random.nextLong();
        }
        return id;
    }

    /** The next connection that came from outside, in its handshake, or null. */
    public @Nullable ConnectionCore accept() {
        return accepted.poll();
    }

    /** Forgets a connection that is over. Until then, late copies of its first packets lead to it and to no new one. */
    public void forget(ConnectionCore connection) {
        connections.remove(connection.localId());
        connections.remove(connection.firstCalledAs());
    }

    /** Calls something for each connection, some maybe twice. */
    public void forEach(Consumer<? super ConnectionCore> action) {
        connections.forEach(action);
    }

    /** Asks for the next answer of the endpoint itself. */
    public boolean pollTransmit(Transmit out) {
        Answer answer = answers.poll();
        if (answer == null) {
            return false;
        }
        System.arraycopy(answer.packet(), 0, out.buffer(), 0, answer.packet().length);
        out.set(answer.to(), answer.packet().length);
        return true;
    }

    private void answerVersions(InetSocketAddress remote) {
        byte[] packet = new byte[Header.LONG_LENGTH + Integer.BYTES];
        Header.writeVersions(
                new WireWriter().wrap(packet, 0, packet.length), header.scid(), header.dcid(), Header.VERSION);
        answer(remote, packet);
    }

    private void answerRetry(long now, InetSocketAddress remote) {
        byte[] token = tokens.seal(remote.getAddress().getAddress(), remote.getPort(), header.dcid(), now);
        byte[] packet = new byte[Header.LONG_LENGTH + token.length + Header.TAG_LENGTH];
        WireWriter out = new WireWriter().wrap(packet, 0, packet.length);
        Header.writeRetry(out, header.scid(), random.nextLong(), token);
        RetryTag.append(header.dcid(), packet, 0, out.position());
        answer(remote, packet);
    }

    private void answer(InetSocketAddress to, byte[] packet) {
        if (answers.size() < MAX_ANSWERS) {
            answers.add(new Answer(to, packet));
        }
    }
}
