// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.ErrorCode;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a peer (PROTOCOL.md section 8, RFC 9000 section 9). Everything is sent on the active path. A client's packets that come
 * from another address make that a candidate, which becomes active once it has answered a challenge; a newer packet from the active path
 * ends it, so that only the address of the newest packet counts. The path before is kept for a while: should the peer turn out to be there still, because
 * somebody has forwarded its packets, the connection goes back. A server has one address.
 */
final class Paths {
    /** How many challenges wait to be answered; beyond, the oldest is not. */
    static final int MAX_ANSWERS = 4;

    private static final int LASTS_PROBE_TIMEOUTS = 3;
    /** The probe timeout of a path of which nothing is known (RFC 9000 section 8.2.4). */
    private static final long MIN_PROBE_TIMEOUT_NANOS = 1_000_000_000;

    /**
     * An answer to a challenge.
     *
     * @param to from where it came
     * @param size as large as what it came in, so that nobody is sent more than came from there
     */
    record Answer(InetSocketAddress to, long data, int size) {}

    private final ConnectionCore connection;
    private final RemoteIds ids;
    private final RandomGenerator random;
    private final Deque<Answer> answers = new ArrayDeque<>(MAX_ANSWERS);
    private Path active;
    private @Nullable Path candidate;
    private @Nullable Path previous;

    private InetSocketAddress from;
    private long calledAs;
    private int size;

    Paths(ConnectionCore connection, RemoteIds ids, RandomGenerator random, Path first) {
        this.connection = connection;
        this.ids = ids;
        this.random = random;
        this.active = first;
        this.from = first.remote();
        this.calledAs = first.calledAs();
    }

    /** Where everything is sent. */
    Path active() {
        return active;
    }

    /** The connection id of this end that the datagram under way came to. */
    long calledAs() {
        return calledAs;
    }

    /** A datagram comes. False if it is from nobody that this connection has to do with. */
    boolean arrives(InetSocketAddress source, long destination, int bytes) {
        from = source;
        calledAs = destination;
        size = bytes;
        Path path = find(source);
        if (path != null) {
            path.address().received(bytes);
        }
        return path != null || !connection.isClient();
    }

    /** What follows was held since it came on the active path. */
    void heldArrive() {
        from = active.remote();
        calledAs = active.calledAs();
    }

    /** A DATA packet of the datagram has opened and its frames were read. */
    void opened(boolean newest, boolean probing, long now) {
        if (!newest || probing) {
            return;
        }
        if (from.equals(active.remote())) {
            active.calledAs(calledAs);
            dropCandidate();
        } else if (previous != null && from.equals(previous.remote())) {
            goBack(previous);
        } else if (candidate == null || !from.equals(candidate.remote())) {
            challenge(now);
        }
    }

    private void challenge(long now) {
        dropCandidate();
        Path path = new Path(from, new AddressValidation(false), idForCandidate(), calledAs);
        path.address().received(size);
        ask(path, now);
        candidate = path;
    }

    /** A peer that calls this end otherwise does not want to be known again, so that it is called otherwise, too; if it has given no id for that, better known than lost. */
    private RemoteIds.Given idForCandidate() {
        RemoteIds.Given spare = calledAs == active.calledAs() ? null : ids.takeSpare();
        return spare == null ? active.id() : spare;
    }

    private void ask(Path path, long now) {
        long probeTimeout = connection.recovery().probeTimeout();
        long lasts = LASTS_PROBE_TIMEOUTS * Math.max(probeTimeout, MIN_PROBE_TIMEOUT_NANOS);
        path.ask(random.nextLong(), probeTimeout, lasts, now);
    }

    /** The peer wants to know whether this end is there. */
    void onChallenge(long data) {
        if (answers.size() == MAX_ANSWERS) {
            answers.remove();
        }
        answers.add(new Answer(from, data, Math.min(size, PathMtu.BASE)));
    }

    /** The peer answers, which counts only from the address that was asked. */
    void onResponse(long data, long now) {
        if (candidate != null && from.equals(candidate.remote()) && candidate.isAnsweredBy(data)) {
            move(candidate, now);
        } else if (previous != null && from.equals(previous.remote())) {
            previous.isAnsweredBy(data);
        }
    }

    private void move(Path to, long now) {
        candidate = null;
        dropPrevious();
        Path old = active;
        to.address().validate();
        become(to);
        previous = old;
        ask(old, now);
    }

    private void goBack(Path to) {
        Path forwarded = active;
        previous = null;
        become(to);
        retireUnused(forwarded);
        dropCandidate();
    }

    private void become(Path path) {
        InetSocketAddress before = active.remote();
        active = path;
        connection.pathChanged(before.getAddress().equals(path.remote().getAddress()));
    }

    /** This end, a client, has another address from now on, which is to be known by another connection id if there is one. */
    void moveHere() {
        RemoteIds.Given old = active.id();
        RemoteIds.Given spare = ids.takeSpare();
        if (spare != null) {
            active.id(spare);
            ids.retire(old);
        }
    }

    /** The peer gives a connection id, and maybe wants those back that are used. */
    ErrorCode newConnectionId(long sequence, long retirePriorTo, long id, byte[] resetToken) {
        ErrorCode error = ids.announced(sequence, retirePriorTo, id, resetToken);
        if (error == ErrorCode.NO_ERROR) {
            replaceRetired(active);
            replaceRetired(candidate);
            replaceRetired(previous);
        }
        return error;
    }

    private void replaceRetired(@Nullable Path path) {
        if (path != null && path.id().isRetired()) {
            path.id(ids.take());
        }
    }

    private void dropCandidate() {
        Path dropped = candidate;
        candidate = null;
        retireUnused(dropped);
    }

    private void dropPrevious() {
        Path dropped = previous;
        previous = null;
        retireUnused(dropped);
    }

    private void retireUnused(@Nullable Path dropped) {
        if (dropped != null && !uses(active, dropped) && !uses(candidate, dropped) && !uses(previous, dropped)) {
            ids.retire(dropped.id());
        }
    }

    private static boolean uses(@Nullable Path path, Path dropped) {
        return path != null && path.id() == dropped.id();
    }

    /** The path to an address, or null. */
    @Nullable
    Path find(InetSocketAddress remote) {
        if (remote.equals(active.remote())) {
            return active;
        }
        if (candidate != null && remote.equals(candidate.remote())) {
            return candidate;
        }
        return previous != null && remote.equals(previous.remote()) ? previous : null;
    }

    /** Takes the next answer that is due, or null. */
    @Nullable
    Answer nextAnswer() {
        return answers.poll();
    }

    /** A path on which a challenge is due, or null. */
    @Nullable
    Path nextToAsk(long now) {
        if (candidate != null && candidate.untilChallenge(now) == 0) {
            return candidate;
        }
        return previous != null && previous.untilChallenge(now) == 0 ? previous : null;
    }

    /** In how many nanoseconds {@link #onTimeout} or a challenge is due. */
    long untilDue(long now) {
        return Math.min(untilDue(candidate, now), untilDue(previous, now));
    }

    private static long untilDue(@Nullable Path path, long now) {
        return path == null ? ConnectionCore.NEVER : Math.min(path.untilChallenge(now), path.untilGivenUp(now));
    }

    /** Gives up what has not answered in time. */
    void onTimeout(long now) {
        if (candidate != null && candidate.untilGivenUp(now) == 0) {
            dropCandidate();
        }
        if (previous != null && previous.untilGivenUp(now) == 0) {
            dropPrevious();
        }
    }
}
