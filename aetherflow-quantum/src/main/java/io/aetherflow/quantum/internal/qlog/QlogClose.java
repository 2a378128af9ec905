// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.qlog;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.ErrorCode;

/** A {@link CloseReason} in the words of qlog. */
final class QlogClose {
    private QlogClose() {}

    static void write(JsonText json, CloseReason reason) {
        if (reason instanceof CloseReason.Local local) {
            json.field("owner", "local")
                    .field("application_code", local.code())
                    .field("reason", local.text())
                    .field("trigger", "application");
        } else if (reason instanceof CloseReason.Peer peer) {
            json.field("owner", "remote")
                    .field("application_code", peer.code())
                    .field("reason", peer.text())
                    .field("trigger", "application");
        } else if (reason instanceof CloseReason.ProtocolViolation violation) {
            json.field("owner", violation.byPeer() ? "local" : "remote")
                    .field("connection_code", violation.code())
                    .field("reason", violation.text())
                    .field("trigger", "error");
        } else if (reason instanceof CloseReason.HandshakeFailure failure) {
            json.field("connection_code", ErrorCode.HANDSHAKE_FAILED.value())
                    .field("reason", failure.text())
                    .field("trigger", "error");
        } else {
            json.field("trigger", reason instanceof CloseReason.IdleTimeout ? "idle_timeout" : "stateless_reset");
        }
    }
}
