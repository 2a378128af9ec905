// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.protocol.ConnectionCore.State;
import io.aetherflow.quantum.internal.recovery.Space;
import org.jspecify.annotations.Nullable;

/**
 * How far a connection is, and how it ends: closed by this end, which says so; closed by the peer; or at once. After either of the
 * first two it is remembered for three probe timeouts (RFC 9000 section 10.2).
 */
final class Lifecycle {
    private static final int PROBE_TIMEOUTS = 3;

    private final ConnectionCore connection;
    private State state = State.HANDSHAKE;
    private Runnable handshakeOver = () -> {};
    private @Nullable PendingClose pendingClose;
    private @Nullable Closing closing;
    private @Nullable CloseReason reason;
    private long drainedAt;

    private record PendingClose(long code, String text) {}

    Lifecycle(ConnectionCore connection) {
        this.connection = connection;
    }

    State state() {
        return state;
    }

    /** Why it is over, null while it is not. */
    @Nullable
    CloseReason reason() {
        return reason;
    }

    boolean isOver() {
        return reason != null;
    }

    /** What this end has to say of its close, null if it has not closed or need not say so any more. */
    @Nullable
    Closing closing() {
        return state == State.CLOSING ? closing : null;
    }

    /** Called once, when the handshake is over for good or ill. */
    void onHandshakeOver(Runnable action) {
        handshakeOver = action;
    }

    void handshakeIsOver() {
        Runnable once = handshakeOver;
        handshakeOver = () -> {};
        once.run();
    }

    void established() {
        enter(State.ESTABLISHED);
    }

    /** Closes once the peer has everything that was written: see {@link #closeIfDelivered}. */
    void closeGracefully(long code, String text) {
        if (pendingClose == null) {
            pendingClose = new PendingClose(code, text);
        }
    }

    /** Closes if that was asked for and the peer has everything. */
    void closeIfDelivered(long now) {
        if (pendingClose != null
                && state == State.ESTABLISHED
                && connection.streams().isDelivered()
                && !connection.datagrams().isWaiting()) {
            closeNow(now, pendingClose.code(), pendingClose.text());
        }
    }

    void closeNow(long now, long code, String text) {
        close(Closing.byApplication(code, text, now, connection.recovery().probeTimeout()));
    }

    /** Closes because of an error. */
    void fail(long now, ErrorCode error, int alert, String text) {
        close(Closing.byProtocol(error, alert, text, now, connection.recovery().probeTimeout()));
    }

    private void close(Closing started) {
        if (!isOver()) {
            closing = started;
            over(started.reason(), State.CLOSING);
            say(started);
        }
    }

    private void say(Closing what) {
        Keys keys = connection.keys();
        what.say(keys.has(Space.HANDSHAKE), keys.has(Space.DATA));
    }

    /** The peer goes on although this end has closed. */
    void heardFromPeer() {
        Closing said = closing();
        if (said != null && said.heard()) {
            say(said);
        }
    }

    void closedByPeer(CloseReason why, long now) {
        over(why, State.DRAINING);
        drainedAt = now + PROBE_TIMEOUTS * connection.recovery().probeTimeout();
    }

    /** It is over at once, with nothing to say. */
    void end(CloseReason why) {
        over(why, State.CLOSED);
    }

    private void over(CloseReason why, State next) {
        reason = why;
        enter(next);
        handshakeIsOver();
    }

    private void enter(State next) {
        state = next;
        connection.noteNews();
    }

    /** In how many nanoseconds one that is over can be forgotten. */
    long untilForgotten(long now) {
        Closing said = closing();
        if (said != null) {
            return said.untilOver(now);
        }
        return state == State.DRAINING ? Math.max(0, drainedAt - now) : ConnectionCore.NEVER;
    }

    /** Forgets one that is over, if it is time. */
    void forgetIfDue(long now) {
        if (untilForgotten(now) == 0) {
            enter(State.CLOSED);
        }
    }
}
