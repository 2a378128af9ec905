// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.congestion.CongestionController;
import io.aetherflow.quantum.internal.crypto.Handshake;
import io.aetherflow.quantum.internal.crypto.KeyPhases;
import io.aetherflow.quantum.internal.recovery.LossRecovery;
import io.aetherflow.quantum.internal.recovery.ReceivedPackets;
import io.aetherflow.quantum.internal.recovery.Space;
import io.aetherflow.quantum.internal.stream.StreamSet;
import io.aetherflow.quantum.internal.wire.Header;
import io.aetherflow.quantum.internal.wire.TransportParameters;
import java.net.InetSocketAddress;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One connection without I/O. Datagrams come in by {@link #onDatagram}; {@link #pollTransmit} is asked for datagrams until it has none;
 * {@link #timeout} says in how many nanoseconds {@link #onTimeout} is due. After any call all three may have changed. Streams are
 * used through {@link #streams}. One thread at a time.
 */
public final class ConnectionCore {
    /** A time that never comes, in nanoseconds from now. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int CRYPTO_SPACES = 2;
    private static final int HANDSHAKE_ACK_THRESHOLD = 1;
    private static final int DATA_ACK_THRESHOLD = 2;

    /** How far it is. */
    public enum State {
        /** Until the peer is known to have the packet keys. */
        HANDSHAKE,
        /** Data flows. */
        ESTABLISHED,
        /** This end has closed it, and answers the peer's packets for a while. */
        CLOSING,
        /** The peer has closed it; packets that are still under way are ignored for a while. */
        DRAINING,
        /** It can be forgotten. */
        CLOSED
    }

    private final ConnectionSeed seed;
    private final boolean client;
    private final HandshakeIds handshakeIds;
    private final LocalIds localIds;
    private final RemoteIds remoteIds;
    private final Paths paths;
    private final PathProbes probes;
    private final HandshakeDriver handshake;
    private final Keys keys;
    private final LossRecovery recovery;
    private final ReceivedPackets[] received = new ReceivedPackets[CRYPTO_SPACES];
    private final StreamSet streams;
    private final Datagrams datagrams;
    private final IdleTimer idle;
    private final PathMtu mtu;
    private final PacketReceiver receiver;
    private final PacketAssembler assembler = new PacketAssembler(this);
    private final PacketSender sender;
    private final Establishment establishment;
    private final Lifecycle lifecycle = new Lifecycle(this);
    private final TransportParameters localParameters;

    private UUID id;
    private CongestionController congestion;
    private ConnectionObserver observer = ConnectionObserver.NONE;
    private long now;
    private boolean news;

    ConnectionCore(ConnectionSeed seed, long now) {
        QuantumConfig config = seed.config();
        this.seed = seed;
        this.client = seed.client();
        this.id = seed.id();
        this.handshakeIds = new HandshakeIds(seed);
        this.localIds = new LocalIds(this, seed.routes(), handshakeIds.local());
        this.remoteIds = new RemoteIds(this, seed.routes(), handshakeIds.remote());
        this.paths = new Paths(this, remoteIds, seed.random(), seed.firstPath(remoteIds.first()));
        this.probes = new PathProbes(this);
        this.now = now;
        this.localParameters = seed.parameters();
        this.handshake = new HandshakeDriver(
                seed.beginHandshake(localParameters), client, seed.handshakes().tls(), handshakeIds);
        this.keys = new Keys(seed.schedule(), client);
        keys.initial(client ? handshakeIds.remote() : handshakeIds.firstCalledAs());
        this.congestion = seed.congestion(now);
        FrameOutcome outcome = new FrameOutcome(this);
        this.recovery =
                new LossRecovery(client, congestion, outcome, seed.pools().packets(), now);
        received[Space.HANDSHAKE.ordinal()] = new ReceivedPackets(HANDSHAKE_ACK_THRESHOLD, 0);
        received[Space.DATA.ordinal()] =
                new ReceivedPackets(DATA_ACK_THRESHOLD, config.maxAckDelay().toNanos());
        this.streams = new StreamSet(client, seed.streamLimits(), seed.pools().chunks());
        this.datagrams = seed.datagrams();
        this.idle =
                new IdleTimer(config.idleTimeout().toNanos(), config.keepAlive().toNanos(), now);
        this.mtu = new PathMtu(config.maxPacketBytes());
        this.receiver = new PacketReceiver(this);
        this.sender = new PacketSender(this, outcome, idle, now);
        this.establishment = new Establishment(
                this, handshake, idle, now + config.handshakeTimeout().toNanos());
    }

    /** The id that both ends know it by; a server's is provisional until the connection is established. */
    public UUID id() {
        return id;
    }

    public boolean isClient() {
        return client;
    }

    public State state() {
        return lifecycle.state();
    }

    /** How large its packets are, in bytes of UDP payload. */
    public int packetSize() {
        return mtu.size();
    }

    /** Why it is over, null while it is not. */
    public @Nullable CloseReason closeReason() {
        return lifecycle.reason();
    }

    public InetSocketAddress remote() {
        return paths.active().remote();
    }

    public StreamSet streams() {
        return streams;
    }

    /** What is sent and received without a guarantee. */
    public Datagrams datagrams() {
        return datagrams;
    }

    /** How many packets were received, opened and new. */
    public long packetsReceived() {
        return receiver.received();
    }

    /** How many bytes these had. */
    public long bytesReceived() {
        return receiver.receivedBytes();
    }

    /** How many packets were received and dropped. */
    public long packetsDropped() {
        return receiver.dropped();
    }

    /** Loss, round trip, what is in flight. */
    public LossRecovery recovery() {
        return recovery;
    }

    public CongestionController congestion() {
        return congestion;
    }

    /** The handshake, for what it has found out about the peer. */
    public Handshake handshakeResult() {
        return handshake.handshake();
    }

    /** Work of the handshake for another thread, given once, or null; {@link #handshakeTaskDone} is to follow. */
    public @Nullable Runnable takeHandshakeTask() {
        return handshake.takeTask();
    }

    /** The work is done. */
    public void handshakeTaskDone(long time) {
        now = time;
        handshake.taskDone();
        advanceHandshake();
    }

    /** Takes a datagram whose header was read and leads here. */
    public void onDatagram(long time, InetSocketAddress from, byte[] datagram, int offset, int length, Header header) {
        now = time;
        if (!paths.arrives(from, header.dcid(), length)) {
            receiver.stray(header, length, now);
            return;
        }
        if (lifecycle.isOver()) {
            lifecycle.heardFromPeer();
        } else {
            receiver.receive(datagram, offset, header, now);
        }
    }

    /** Asks for the next datagram. */
    public boolean pollTransmit(long time, Transmit out) {
        now = time;
        observer.polled(now);
        lifecycle.closeIfDelivered(now);
        if (lifecycle.isOver()) {
            return sendClose(out);
        }
        mtu.settle();
        datagrams.prepare(now, mtu.size());
        streams.time(now, recovery.rtt().smoothed());
        return sender.send(Space.HANDSHAKE, out, now) || probes.send(out, now) || sender.send(Space.DATA, out, now);
    }

    /** The packet under packet keys first: it says more. */
    private boolean sendClose(Transmit out) {
        Closing closing = lifecycle.closing();
        return closing != null
                && (sender.sendClose(closing, Space.DATA, out, now)
                        || sender.sendClose(closing, Space.HANDSHAKE, out, now));
    }

    /** In how many nanoseconds {@link #onTimeout} is due, 0 if it is overdue. */
    public long timeout(long time) {
        if (lifecycle.isOver()) {
            return lifecycle.untilForgotten(time);
        }
        long next = Math.min(recovery.nextTimeout(time), idle.untilExpiry(time, recovery.probeTimeout()));
        next = Math.min(next, sender.untilHeldBackLeaves(time));
        next = Math.min(next, paths.untilDue(time));
        next = Math.min(next, establishment.untilTooLate(time));
        next = Math.min(next, establishment.isUnderWay() ? NEVER : sender.untilKeepAlive(time));
        return keys.packets() == null
                ? next
                : Math.min(next, received(Space.DATA).ackDeadline(time));
    }

    /** Does what is due. */
    public void onTimeout(long time) {
        now = time;
        if (lifecycle.isOver()) {
            lifecycle.forgetIfDue(now);
        } else if (idle.untilExpiry(now, recovery.probeTimeout()) == 0) {
            lifecycle.end(new CloseReason.IdleTimeout());
        } else if (establishment.untilTooLate(now) == 0) {
            lifecycle.end(new CloseReason.HandshakeFailure("the handshake took longer than its timeout"));
        } else {
            recovery.timeout(now);
            paths.onTimeout(now);
            if (state() == State.ESTABLISHED && sender.untilKeepAlive(now) == 0) {
                sender.pingDue();
            }
        }
    }

    /** Whether anything has happened, since this was last asked, that somebody may wait for, apart from what the streams tell of. */
    public boolean takeNews() {
        boolean answer = news || streams.isAnyToAccept();
        news = false;
        return answer;
    }

    /**
     * This end, a client, has another address from now on.
     *
     * @param sameHost whether only the port is another
     */
    public void migrate(long time, boolean sameHost) {
        now = time;
        if (state() == State.ESTABLISHED) {
            paths.moveHere();
            pathChanged(sameHost);
            sender.pingDue();
        }
    }

    /** Closes once the peer has everything that was written. */
    public void closeGracefully(long code, String text) {
        lifecycle.closeGracefully(code, text);
    }

    /** Closes at once; what is under way is lost. */
    public void closeNow(long time, long code, String text) {
        now = time;
        lifecycle.closeNow(now, code, text);
    }

    /** Closes because the peer has broken the rules of what a stream carries. */
    public void closeForViolation(long time, String text) {
        now = time;
        fail(ErrorCode.PROTOCOL_VIOLATION, text);
    }

    /** Ends at once after a fault of this end, with nothing to say: what state it is in, nobody knows. */
    public void abandon() {
        lifecycle.end(new CloseReason.ProtocolViolation(true, ErrorCode.INTERNAL_ERROR.value(), "a fault of this end"));
    }

    /**
     * Goes to the next packet keys, in both directions, with the next packet.
     *
     * @return false if that is not allowed now: before the handshake is confirmed, and until the peer has followed the last update
     */
    public boolean updateKeys() {
        return keys.update();
    }

    /** Has an observer see it from now on. */
    public void observe(ConnectionObserver watcher) {
        observer = watcher;
    }

    /** Who sees it. */
    public ConnectionObserver observer() {
        return observer;
    }

    /** What this end has told the peer in the handshake. */
    public TransportParameters localParameters() {
        return localParameters;
    }

    /** What the peer has told this end in the handshake; null before. */
    public @Nullable TransportParameters peerParameters() {
        return handshake.peer();
    }

    /** Whether both ends are known to have the packet keys. */
    public boolean isConfirmed() {
        return establishment.isConfirmed();
    }

    /** How often this end's packet key was updated; -1 while there is none. */
    public long keyUpdates() {
        KeyPhases packets = keys.packets();
        return packets == null ? -1 : packets.updates();
    }

    /** The connection ids of the handshake. */
    public HandshakeIds handshakeIds() {
        return handshakeIds;
    }

    // What follows is for the package.

    /** Called once, when the handshake is over for good or ill. */
    void onHandshakeOver(Runnable action) {
        lifecycle.onHandshakeOver(action);
    }

    void handshakeIsOver() {
        lifecycle.handshakeIsOver();
    }

    /** Something has happened that somebody may wait for. */
    void noteNews() {
        news = true;
    }

    /** The time of the call that it is in. */
    long now() {
        return now;
    }

    LocalIds localIds() {
        return localIds;
    }

    RemoteIds remoteIds() {
        return remoteIds;
    }

    Paths paths() {
        return paths;
    }

    /** The connection id of the peer that packets are sent to. */
    long remoteId() {
        return paths.active().id().id();
    }

    /** A sign of life is to be asked for. */
    void pingDue() {
        sender.pingDue();
    }

    /** Another host, maybe far from the one before: nothing is known of the path (RFC 9000 section 9.4). */
    void pathChanged(boolean sameHost) {
        if (!sameHost) {
            congestion = seed.congestion(now);
            recovery.pathChanged(congestion, now);
            mtu.reset();
        }
    }

    HandshakeDriver handshake() {
        return handshake;
    }

    PacketReceiver receiver() {
        return receiver;
    }

    PacketAssembler assembler() {
        return assembler;
    }

    PathMtu mtu() {
        return mtu;
    }

    Keys keys() {
        return keys;
    }

    ReceivedPackets received(Space space) {
        return received[space.ordinal()];
    }

    /** The first INITIAL packet of the peer that opens says by which id it wants to be called: until then headers may be damaged. */
    void peerIsKnownAs(long scid) {
        handshakeIds.peerIsKnownAs(scid);
        remoteIds.handshakeId(handshakeIds.remote());
    }

    /** The server asks for a proof of the address: begins again with its token. */
    void retry(long scid, byte[] token, long time) {
        handshakeIds.retried(scid);
        remoteIds.handshakeId(scid);
        keys.initial(scid);
        assembler.token(token);
        recovery.retry(time);
    }

    /** A packet was opened and its frames were read. */
    void packetReceived(Space space, long number, boolean ackEliciting) {
        received(space).received(number, ackEliciting, now);
        idle.received(now);
        if (space == Space.DATA && !client) {
            confirm(now); // the client has the keys, so it had everything that the handshake had for it
        }
        if (handshake.takeHeard()) {
            advanceHandshake();
        }
    }

    ErrorCode acknowledged(Space space, long[] ranges, int count, long delayMicros, long time) {
        ErrorCode error = recovery.acknowledged(space, ranges, count, delayMicros, time);
        if (error == ErrorCode.NO_ERROR && space == Space.DATA) {
            keys.requirePackets().acknowledged(recovery.largestAcked(Space.DATA));
        }
        return error;
    }

    /** Goes on with the handshake as far as it can: a client's at once, too, in case it cannot even begin. */
    void advanceHandshake() {
        establishment.advance(now);
    }

    /** Both ends can have the packet keys. */
    void established(TransportParameters peer) {
        id = client ? id : peer.connectionUuid().orElse(id);
        lifecycle.established();
    }

    /** Both ends are known to have the packet keys. */
    void confirm(long time) {
        establishment.confirm(time);
    }

    /** The peer knows nothing of the connection any more. */
    void reset() {
        lifecycle.end(new CloseReason.StatelessReset());
    }

    void closedByPeer(CloseReason why, long time) {
        lifecycle.closedByPeer(why, time);
    }

    /** Closes because of an error. */
    void fail(ErrorCode error, String text) {
        fail(error, 0, text);
    }

    /** Closes because of an error, maybe with an alert of TLS. */
    void fail(ErrorCode error, int alert, String text) {
        lifecycle.fail(now, error, alert, text);
    }

    /** Closes if a key was used as often as is safe, or the peer has changed its own when it must not. */
    void checkKeys() {
        ErrorCode error = keys.error();
        if (error != null) {
            fail(error, "");
        }
    }
}
