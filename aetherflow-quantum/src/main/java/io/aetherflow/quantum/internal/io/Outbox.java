// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.protocol.EndpointCore;
import io.aetherflow.quantum.internal.protocol.Transmit;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The connections that have to be looked after, since something about them has changed, and when each is due by itself. Under the endpoint's lock. */
final class Outbox {
    /** Datagrams that are sent for one connection before another has its turn. */
    private static final int BATCH = 64;

    private final NioEndpoint endpoint;
    private final EndpointCore core;
    private final Transmit transmit;
    private final Deadlines deadlines = new Deadlines();
    private final Deque<DrivenConnection> dirty = new ArrayDeque<>();

    Outbox(NioEndpoint endpoint, EndpointCore core, int maxPacketBytes) {
        this.endpoint = endpoint;
        this.core = core;
        this.transmit = new Transmit(maxPacketBytes);
    }

    /** It may have something to send or another deadline. */
    void add(DrivenConnection connection) {
        if (!connection.dirty) {
            connection.dirty = true;
            dirty.add(connection);
        }
    }

    /** One whose time has come, or null. */
    @Nullable
    DrivenConnection takeDue(long now) {
        DrivenConnection first = deadlines.first();
        if (first == null || first.dueTime - now > 0) {
            return null;
        }
        deadlines.remove(first);
        return first;
    }

    /** In how many nanoseconds the next one is due. */
    long untilNext(long now) {
        DrivenConnection first = deadlines.first();
        return first == null ? Long.MAX_VALUE : Math.max(0, first.dueTime - now);
    }

    /** Wakes who waits for those that the endpoint's thread has worked on. */
    void wakeWorked() {
        for (DrivenConnection connection : dirty) {
            if (connection.worked) {
                connection.wake();
            }
        }
    }

    /** Sends for all that have to be looked after. False if there is more to send than one turn takes. */
    boolean send(UdpSocket socket, long now) throws IOException {
        while (socket.canSend() && core.pollTransmit(transmit)) {
            socket.send(transmit.buffer(), transmit.length(), transmit.remote());
        }
        boolean done = true;
        for (int waiting = dirty.size(); waiting > 0 && socket.canSend(); waiting--) {
            DrivenConnection connection = dirty.remove();
            connection.dirty = false;
            if (!send(connection, socket, now)) {
                add(connection);
                done = false;
            }
            settle(connection, now);
        }
        return done;
    }

    private boolean send(DrivenConnection connection, UdpSocket socket, long now) throws IOException {
        for (int i = 0; i < BATCH; i++) {
            if (!socket.canSend() || !poll(connection, now)) {
                return socket.canSend();
            }
            socket.send(transmit.buffer(), transmit.length(), transmit.remote());
        }
        return false;
    }

    /** Sends what a connection has to say, as far as the socket takes it at once. */
    void sendIfPossible(DrivenConnection connection, UdpSocket socket, long now) {
        while (poll(connection, now)) {
            socket.sendIfPossible(transmit.buffer(), transmit.length(), transmit.remote());
        }
    }

    private boolean poll(DrivenConnection connection, long now) {
        try {
            return connection.core().pollTransmit(now, transmit);
        } catch (RuntimeException e) {
            connection.abandon(e);
            return false;
        }
    }

    private void settle(DrivenConnection connection, long now) {
        if (connection.core().state() == ConnectionCore.State.CLOSED) {
            endpoint.forget(connection, now);
        }
        if (connection.core().closeReason() != null) {
            connection.wake();
        }
        long timeout = connection.core().timeout(now);
        if (timeout == ConnectionCore.NEVER) {
            deadlines.remove(connection);
        } else {
            deadlines.set(connection, now + timeout);
        }
    }
}
