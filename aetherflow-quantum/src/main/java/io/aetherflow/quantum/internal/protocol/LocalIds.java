// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection ids that this end has given to its peer: as many as it takes, each replaced once it is retired (RFC 9000 section 5.1).
 * A retired one still leads here until the peer has its replacement, since packets may have been overtaken.
 */
final class LocalIds {
    /** A connection id of this end. */
    final class Issued {
        private long sequence;
        private long id;
        private boolean due;
        private boolean announced;
        private boolean replaces;
        private long replaced;

        private Issued(long sequence, long id) {
            this.sequence = sequence;
            this.id = id;
        }

        long sequence() {
            return sequence;
        }

        long id() {
            return id;
        }

        byte[] resetToken() {
            return routes.resetToken(id);
        }

        private void replace() {
            forgetReplaced();
            replaces = true;
            replaced = id;
            sequence = nextSequence++;
            id = routes.unusedId();
            routes.add(id, connection);
            due = true;
            announced = false;
        }

        private void forgetReplaced() {
            if (replaces) {
                routes.remove(replaced);
                replaces = false;
            }
        }
    }

    private final ConnectionCore connection;
    private final RoutingTable routes;
    private final List<Issued> issued = new ArrayList<>();
    private long nextSequence;

    /**
     * @param first the one of the handshake
     */
    LocalIds(ConnectionCore connection, RoutingTable routes, long first) {
        this.connection = connection;
        this.routes = routes;
        add(first);
    }

    private void add(long id) {
        issued.add(new Issued(nextSequence++, id));
        routes.add(id, connection);
    }

    /** The peer takes so many. */
    void issue(int limit) {
        while (issued.size() < limit) {
            add(routes.unusedId());
        }
        for (Issued each : issued) {
            each.due = true;
        }
    }

    /** The next that is to be announced, or null. */
    @Nullable
    Issued nextDue() {
        Issued next = null;
        for (int i = 0; i < issued.size(); i++) {
            Issued each = issued.get(i);
            if (each.due && (next == null || each.sequence < next.sequence)) {
                next = each;
            }
        }
        return next;
    }

    /** It is in a packet. */
    void announced(Issued taken) {
        taken.due = false;
        taken.announced = true;
    }

    /** The peer has heard of it. */
    void announcementAcked(long sequence) {
        Issued arrived = find(sequence);
        if (arrived != null) {
            arrived.due = false;
            arrived.forgetReplaced();
        }
    }

    void announcementLost(long sequence) {
        Issued lost = find(sequence);
        if (lost != null) {
            lost.due = true;
        }
    }

    /**
     * The peer does not use one any more.
     *
     * @param calledAs the connection id of the packet that says so
     */
    ErrorCode retired(long sequence, long calledAs) {
        Issued retired = find(sequence);
        if (retired == null) {
            return sequence < nextSequence ? ErrorCode.NO_ERROR : ErrorCode.PROTOCOL_VIOLATION;
        }
        if (!retired.announced || retired.id == calledAs) {
            return ErrorCode.PROTOCOL_VIOLATION;
        }
        retired.replace();
        return ErrorCode.NO_ERROR;
    }

    private @Nullable Issued find(long sequence) {
        for (int i = 0; i < issued.size(); i++) {
            if (issued.get(i).sequence == sequence) {
                return issued.get(i);
            }
        }
        return null;
    }

    /** The connection is over: none leads here any more. */
    void forget() {
        for (Issued each : issued) {
            each.forgetReplaced();
            routes.remove(each.id);
        }
    }
}
