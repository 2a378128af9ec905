// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.Optional;

/**
 * What a document remembers of a client for ever, so that each of its operations is decided once.
 *
 * @param clientId the client
 * @param userId the user it belongs to
 * @param lastSeq the highest number decided
 * @param lastVersion the version its last committed operation made, 0 if none
 * @param rejection the last operation that was rejected
 */
public record ClientRecord(
        String clientId, String userId, long lastSeq, long lastVersion, Optional<Rejection> rejection) {
    static ClientRecord unknown(String clientId, String userId) {
        return new ClientRecord(clientId, userId, 0, 0, Optional.empty());
    }

    ClientRecord committed(Operation operation) {
        return new ClientRecord(clientId, userId, operation.clientSeq(), operation.version(), rejection);
    }

    ClientRecord rejected(Rejection last) {
        return new ClientRecord(clientId, userId, last.clientSeq(), lastVersion, Optional.of(last));
    }
}
