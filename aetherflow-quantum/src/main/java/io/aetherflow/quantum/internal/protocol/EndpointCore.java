// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.crypto.KeySchedule;
import io.aetherflow.quantum.internal.crypto.RetryTag;
import io.aetherflow.quantum.internal.crypto.RetryTokens;
import io.aetherflow.quantum.internal.crypto.StatelessResetTokens;
import io.aetherflow.quantum.internal.wire.Header;
import io.aetherflow.quantum.internal.wire.WireWriter;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.UUID;
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
    /** So many stateless resets a second; further ones are not sent. */
    public static final int MAX_RESETS_PER_SECOND = 1_000;

    /** No stateless reset is longer. */
    private static final int MAX_RESET_LENGTH = 43;

    private record Answer(InetSocketAddress to, byte[] packet) {}

    private final QuantumConfig config;
    private final @Nullable HandshakeFactory accepting;
    private final KeySchedule schedule;
    private final RandomGenerator random;
    private final Supplier<UUID> ids;
    private final RetryTokens tokens;
    private final Header header = new Header();
    private final RoutingTable routes;
    private final Pools pools = new Pools();
    private final Deque<ConnectionCore> accepted = new ArrayDeque<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final RateLimit resets = new RateLimit(MAX_RESETS_PER_SECOND);
    private int halfOpen;
    private int connections;
    private long dropped;
    private long opened;
    private long acceptedInAll;
    private long retriesSent;
    private long resetsSent;

    /**
     * Makes an endpoint without connections.
     *
     * @param accepting makes the handshakes of connections from outside; null to accept none
     * @param schedule how keys are derived
     * @param random of connection ids, tokens and congestion control: a secure one
     * @param ids makes the ids of connections
     * @param resetKey of stateless resets: 32 bytes or more, the same after a restart if peers are to notice it at once
     */
    public EndpointCore(
            QuantumConfig config,
            @Nullable HandshakeFactory accepting,
            KeySchedule schedule,
            RandomGenerator random,
            Supplier<UUID> ids,
            byte[] resetKey) {
        this.config = config;
        this.accepting = accepting;
        this.schedule = schedule;
        this.random = random;
        this.ids = ids;
        this.tokens = new RetryTokens(random);
        this.routes = new RoutingTable(random, new StatelessResetTokens(resetKey));
    }

    /** The header of the datagram that was last routed. */
    public Header header() {
        return header;
    }

    /** How many datagrams were dropped because they belong to nobody. */
    public long dropped() {
        return dropped;
    }

    /** How many connections were begun from here. */
    public long opened() {
        return opened;
    }

    /** How many connections were begun from outside. */
    public long acceptedInAll() {
        return acceptedInAll;
    }

    /** How often a RETRY was answered. */
    public long retriesSent() {
        return retriesSent;
    }

    /** How often a stateless reset was answered. */
    public long resetsSent() {
        return resetsSent;
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
        ConnectionCore connection = routes.find(header.dcid());
        if (connection == null) {
            connection = routeUnknown(now, remote, datagram, offset, length);
        }
        if (connection == null) {
            dropped++;
        }
        return connection;
    }

    private @Nullable ConnectionCore routeUnknown(
            long now, InetSocketAddress remote, byte[] datagram, int offset, int length) {
        if (header.type() == Header.Type.SHORT) {
            return routeUnknownShort(now, remote, datagram, offset, length);
        }
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

    /** It may be a stateless reset of one of ours, or is answered by one. */
    private @Nullable ConnectionCore routeUnknownShort(
            long now, InetSocketAddress remote, byte[] datagram, int offset, int length) {
        ConnectionCore reset = routes.findByReset(datagram, offset, length);
        if (reset == null && length > Header.MIN_RESET_LENGTH && resets.take(now)) {
            answerReset(remote, length);
        }
        return reset;
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
        if (halfOpen >= MAX_HALF_OPEN || connections >= MAX_CONNECTIONS) {
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
                        routes.unusedId(),
                        header.scid(),
                        original.orElse(header.dcid()),
                        retrySource,
                        remote,
                        original.isPresent(),
                        config,
                        handshakes,
                        schedule,
                        random,
                        routes,
                        pools),
                now);
        halfOpen++;
        connection.onHandshakeOver(() -> halfOpen--);
        routes.add(connection.handshakeIds().firstCalledAs(), connection);
        connections++;
        acceptedInAll++;
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
                        routes.unusedId(),
                        destination,
                        destination,
                        OptionalLong.empty(),
                        remote,
                        true,
                        config,
                        handshakes,
                        schedule,
                        random,
                        routes,
                        pools),
                now);
        connections++;
        opened++;
        connection.advanceHandshake();
        return connection;
    }

    /** The next connection that came from outside, in its handshake, or null. */
    public @Nullable ConnectionCore accept() {
        return accepted.poll();
    }

    /** Forgets a connection that is over. Until then, late copies of its first packets lead to it and to no new one. */
    public void forget(ConnectionCore connection) {
        routes.remove(connection.handshakeIds().firstCalledAs());
        connection.localIds().forget();
        connection.remoteIds().forget();
        connections--;
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
        retriesSent += answer(remote, packet) ? 1 : 0;
    }

    /** Shorter than what it answers, so that two ends that know nothing do not go on for ever (RFC 9000 section 10.3.3). */
    private void answerReset(InetSocketAddress remote, int length) {
        byte[] packet = new byte[Math.min(length - 1, MAX_RESET_LENGTH)];
        random.nextBytes(packet);
        packet[0] = (byte) (packet[0] & 0x3f | 0x40);
        byte[] token = routes.resetToken(header.dcid());
        System.arraycopy(token, 0, packet, packet.length - token.length, token.length);
        resetsSent += answer(remote, packet) ? 1 : 0;
    }

    private boolean answer(InetSocketAddress to, byte[] packet) {
        return answers.size() < MAX_ANSWERS && answers.add(new Answer(to, packet));
    }
}
