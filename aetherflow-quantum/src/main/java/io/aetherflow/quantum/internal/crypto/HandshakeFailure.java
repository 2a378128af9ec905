// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import io.aetherflow.quantum.ErrorCode;

/**
 * Why a handshake failed.
 *
 * @param code to close with
 * @param text for people, on either end
 */
public record HandshakeFailure(ErrorCode code, String text) {
    static HandshakeFailure of(String text) {
        return new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED, text);
    }

    /** With the messages of an exception and of its first cause, which is the one that names the matter. */
    static HandshakeFailure of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = describe(failure);
        return of(root == failure || text.contains(describe(root)) ? text : text + " (" + describe(root) + ")");
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
