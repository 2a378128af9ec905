// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import io.aetherflow.quantum.internal.wire.VarInt;
import java.util.Objects;

/** Why a connection is over. Both ends have one. */
public sealed interface CloseReason {
    /**
     * Says it in one sentence, for logs and exceptions.
     *
     * @return one sentence
     */
    String describe();

    /**
     * This end closed it.
     *
     * @param code the application's code, 0 to 2^62 - 1
     * @param text the application's text, maybe empty
     */
    record Local(long code, String text) implements CloseReason {
        public Local {
            VarInt.require("code", code);
            Objects.requireNonNull(text, "text");
        }

        @Override
        public String describe() {
            return "closed by this end" + with(code, text);
        }
    }

    /**
     * The peer's application closed it.
     *
     * @param code its code
     * @param text its text, maybe empty; not to be trusted
     */
    record Peer(long code, String text) implements CloseReason {
        @Override
        public String describe() {
            return "closed by the peer" + with(code, text);
        }
    }

    /** Nothing was received for as long as the idle timeout allows. */
    record IdleTimeout() implements CloseReason {
        @Override
        public String describe() {
            return "idle timeout";
        }
    }

    /** The peer does not know the connection any more, as after a restart. */
    record StatelessReset() implements CloseReason {
        @Override
        public String describe() {
            return "the peer does not know the connection any more";
        }
    }

    /**
     * One end broke the protocol.
     *
     * @param byPeer true if this end found fault with the peer, false if the peer found fault with this end
     * @param code what was broken
     * @param text more about it, maybe empty
     */
    record ProtocolViolation(boolean byPeer, long code, String text) implements CloseReason {
        @Override
        public String describe() {
            return "protocol violation by " + (byPeer ? "the peer" : "this end") + with(code, text);
        }
    }

    /**
     * The handshake failed.
     *
     * @param text why
     */
    record HandshakeFailure(String text) implements CloseReason {
        @Override
        public String describe() {
            return "handshake failed: " + text;
        }
    }

    private static String with(long code, String text) {
        return " with code " + code + (text.isEmpty() ? "" : ": " + text);
    }
}
