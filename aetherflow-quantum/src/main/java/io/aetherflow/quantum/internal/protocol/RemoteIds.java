// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.crypto.StatelessResetTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The connection ids that the peer has given to this end: one is used on each path and no other, the rest are spare (RFC 9000 section 5.1).
 * Those that are not used any more are retired, and the peer is told until it knows.
 */
final class RemoteIds {
    /** How many are taken at a time. */
    static final int LIMIT = 4;
    /** How many retirements may be unacknowledged: a peer that makes this end retire faster breaks the limit. */
    static final int MAX_RETIRING = 16;
    /** How far beyond the lowest sequence number that has not come another may lie: one bit each is kept. */
    static final int MAX_AHEAD = Long.SIZE;

    /** A connection id of the peer. */
    static final class Given {
        private final long sequence;
        private long id;
        private byte @Nullable [] resetToken;
        private boolean used;
        private boolean retired;

        private Given(long sequence, long id) {
            this.sequence = sequence;
            this.id = id;
        }

        long id() {
            return id;
        }

        boolean isRetired() {
            return retired;
        }
    }

    private final ConnectionCore connection;
    private final RoutingTable routes;
    private final Given first;
    private final List<Given> given = new ArrayList<>();
    /** By sequence number: whether the peer is to be told, or told again. */
    private final Map<Long, Boolean> retiring = new TreeMap<>();
    /** Sequence numbers below have all come. */
    private long complete = 1;
    /** Which have come from there on, by bit. */
    private long seen;

    private long retirePriorTo;
    private String problem = "";

    /**
     * @param handshake the one of the handshake, by now
     */
    RemoteIds(ConnectionCore connection, RoutingTable routes, long handshake) {
        this.connection = connection;
        this.routes = routes;
        this.first = new Given(0, handshake);
        first.used = true;
        given.add(first);
    }

    /** The one of the handshake, which is used from the start. */
    Given first() {
        return first;
    }

    /** The peer wants to be called otherwise in its handshake. */
    void handshakeId(long id) {
        first.id = id;
    }

    /** More about the last error. */
    String problem() {
        return problem;
    }

    /** The peer gives one, maybe once more, and wants those below a sequence number back. */
    ErrorCode announced(long sequence, long allBelow, long id, byte[] resetToken) {
        if (sequence - complete >= MAX_AHEAD) {
            return error(ErrorCode.CONNECTION_ID_LIMIT_ERROR, "sequence " + sequence + ", not all below have come");
        }
        if (contradicts(sequence, id, resetToken)) {
            return error(ErrorCode.PROTOCOL_VIOLATION, "connection id of sequence " + sequence + " has changed");
        }
        retirePriorTo = Math.max(retirePriorTo, allBelow);
        Given known = find(sequence);
        if (known != null) {
            tokenComes(known, resetToken);
        } else if (isNew(sequence)) {
            add(sequence, id, resetToken);
        }
        retireBelow();
        if (given.isEmpty()) {
            return error(ErrorCode.PROTOCOL_VIOLATION, "all connection ids are to be retired");
        }
        if (given.size() > LIMIT) {
            return error(ErrorCode.CONNECTION_ID_LIMIT_ERROR, given.size() + " connection ids, allowed are " + LIMIT);
        }
        return retiring.size() > MAX_RETIRING
                ? error(ErrorCode.CONNECTION_ID_LIMIT_ERROR, "more than " + MAX_RETIRING + " to retire at a time")
                : ErrorCode.NO_ERROR;
    }

    private ErrorCode error(ErrorCode code, String text) {
        problem = text;
        return code;
    }

    private boolean contradicts(long sequence, long id, byte[] resetToken) {
        for (Given each : given) {
            byte[] token = each.resetToken;
            boolean sameToken = token == null || Arrays.equals(token, resetToken);
            if (each.sequence == sequence ? each.id != id || !sameToken : each.id == id) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Given find(long sequence) {
        for (Given each : given) {
            if (each.sequence == sequence) {
                return each;
            }
        }
        return null;
    }

    private void tokenComes(Given known, byte[] resetToken) {
        if (known.resetToken == null) {
            known.resetToken = resetToken;
            expectReset(known);
        }
    }

    private boolean isNew(long sequence) {
        long bit = sequence - complete;
        return bit >= 0 && (seen >>> bit & 1) == 0;
    }

    private void add(long sequence, long id, byte[] resetToken) {
        seen |= 1L << (sequence - complete);
        int run = Long.numberOfTrailingZeros(~seen);
        complete += run;
        seen = run == Long.SIZE ? 0 : seen >>> run;
        Given fresh = new Given(sequence, id);
        fresh.resetToken = resetToken;
        given.add(fresh);
    }

    private void retireBelow() {
        for (Given each : List.copyOf(given)) {
            if (each.sequence < retirePriorTo) {
                retire(each);
            }
        }
    }

    /** One that no path uses yet, which one does from now on; null if there is none. */
    @Nullable
    Given takeSpare() {
        for (Given each : given) {
            if (!each.used) {
                each.used = true;
                expectReset(each);
                return each;
            }
        }
        return null;
    }

    /** A spare one, or the newest if there is none: after {@link #announced} there is always one. */
    Given take() {
        Given spare = takeSpare();
        return spare == null ? given.get(given.size() - 1) : spare;
    }

    /** It is not used any more. */
    void retire(Given old) {
        if (!old.retired) {
            old.retired = true;
            given.remove(old);
            expectNoReset(old);
            retiring.put(old.sequence, true);
        }
    }

    /** The sequence number of the next retirement that is to be told, or -1. */
    long nextRetirement() {
        if (retiring.isEmpty()) {
            return -1;
        }
        for (Map.Entry<Long, Boolean> each : retiring.entrySet()) {
            if (each.getValue()) {
                return each.getKey();
            }
        }
        return -1;
    }

    /** The peer is being told. */
    void retirementSent(long sequence) {
        retiring.put(sequence, false);
    }

    void retirementAcked(long sequence) {
        retiring.remove(sequence);
    }

    void retirementLost(long sequence) {
        retiring.replace(sequence, true);
    }

    /** Whether a datagram that did not open is a stateless reset of this connection. */
    boolean isReset(byte[] datagram, int offset, int length) {
        boolean found = false;
        for (Given each : given) {
            byte[] token = each.resetToken;
            found |= each.used && token != null && StatelessResetTokens.endsWith(datagram, offset, length, token);
        }
        return found;
    }

    private void expectReset(Given used) {
        byte[] token = used.resetToken;
        if (used.used && token != null) {
            routes.expectReset(token, connection);
        }
    }

    private void expectNoReset(Given old) {
        byte[] token = old.resetToken;
        if (old.used && token != null) {
            routes.expectNoReset(token);
        }
    }

    /** The connection is over. */
    void forget() {
        given.forEach(this::expectNoReset);
    }
}
