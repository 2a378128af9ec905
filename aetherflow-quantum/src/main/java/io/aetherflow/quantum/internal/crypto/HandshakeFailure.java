// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import io.aetherflow.quantum.ErrorCode;

/**
 * Why a handshake failed.
 *
 * @param code to close with
 * @param alert of TLS (RFC 8446 section 6), 0 if it is another's or not known
 * @param text for people, on either end
 */
public record HandshakeFailure(ErrorCode code, int alert, String text) {
    /** Of something else than TLS. */
    public HandshakeFailure(ErrorCode code, String text) {
        this(code, 0, text);
    }

    static HandshakeFailure of(String text) {
        return new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED, text);
    }

    /** With the messages of an exception and of its first cause, which is the one that names the matter. */
    static HandshakeFailure of(Throwable failure, int alert) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = describe(failure);
        String all = root == failure || text.contains(describe(root)) ? text : text + " (" + describe(root) + ")";
        return new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED, alert, all);
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
