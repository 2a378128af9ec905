// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.recovery.Space;
import io.aetherflow.quantum.internal.wire.FrameWriter;
import io.aetherflow.quantum.internal.wire.WireWriter;

/**
 * The end of a connection that this end closes: says so, says it again when the peer goes on sending, less and less often, and is
 * over after three probe timeouts (RFC 9000 section 10.2.1).
 */
final class Closing {
    private static final int PROBE_TIMEOUTS = 3;
    private static final int MAX_ALERT = 255;

    private final CloseReason reason;
    private final boolean application;
    private final long code;
    private final String text;
    private final long startedAt;
    private final long lastsNanos;
    private boolean initialDue;
    private boolean shortDue;
    private long heard;
    private long nextAnswer = 1;

    private Closing(CloseReason reason, boolean application, long code, String text, long now, long probeTimeoutNanos) {
        this.reason = reason;
        this.application = application;
        this.code = code;
        this.text = text;
        this.startedAt = now;
        this.lastsNanos = PROBE_TIMEOUTS * probeTimeoutNanos;
    }

    static Closing byApplication(long code, String text, long now, long probeTimeoutNanos) {
        return new Closing(new CloseReason.Local(code, text), true, code, text, now, probeTimeoutNanos);
    }

    /** @param alert of TLS, 0 for none */
    static Closing byProtocol(ErrorCode error, int alert, String text, long now, long probeTimeoutNanos) {
        CloseReason reason = error == ErrorCode.HANDSHAKE_FAILED
                ? new CloseReason.HandshakeFailure(text)
                : new CloseReason.ProtocolViolation(true, error.value(), text);
        return new Closing(reason, false, error.value() + alert, text, now, probeTimeoutNanos);
    }

    CloseReason reason() {
        return reason;
    }

    /** Why the peer's protocol has closed it. */
    static CloseReason ofPeer(long code, String text) {
        long alert = code - ErrorCode.HANDSHAKE_FAILED.value();
        if (alert < 0 || alert > MAX_ALERT) {
            return new CloseReason.ProtocolViolation(false, code, text);
        }
        return new CloseReason.HandshakeFailure(text.isEmpty() ? "TLS alert " + alert : text);
    }

    /** It is to be said in packets of these kinds. */
    void say(boolean inInitial, boolean inShort) {
        initialDue = inInitial;
        shortDue = inShort;
    }

    /** Whether it is to be said in a space now. */
    boolean isDue(Space space) {
        return space == Space.HANDSHAKE ? initialDue : shortDue;
    }

    /** The peer goes on. Returns whether it is time to say it again. */
    boolean heard() {
        if (++heard < nextAnswer) {
            return false;
        }
        nextAnswer *= 2;
        return true;
    }

    long untilOver(long now) {
        return Math.max(0, startedAt + lastsNanos - now);
    }

    /** Writes it. INITIAL packets are read by anybody: the application's reason does not belong there (RFC 9000 section 10.2.3). */
    void write(WireWriter out, Space space) {
        if (space == Space.HANDSHAKE) {
            initialDue = false;
            FrameWriter.writeClose(out, application ? ErrorCode.NO_ERROR.value() : code, application ? "" : text);
        } else {
            shortDue = false;
            if (application) {
                FrameWriter.writeCloseApplication(out, code, text);
            } else {
                FrameWriter.writeClose(out, code, text);
            }
        }
    }
}
