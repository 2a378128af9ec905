// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.time.Instant;
import java.util.UUID;

/**
 * A lease on a document: until it ends, only its session can edit.
 *
 * @param lockId names this lease; needed to renew and release it
 * @param docId the document
 * @param userId who holds it
 * @param sessionId the session that holds it
 * @param fence grows with every lease of this document, so that a late holder can be told from the current one
 * @param acquiredAt when it was acquired, by the store's clock
 * @param expiresAt when it ends unless it is renewed, by the store's clock
 */
public record DocumentLock(
        UUID lockId, UUID docId, String userId, String sessionId, long fence, Instant acquiredAt, Instant expiresAt) {
    /**
     * Tells whether a caller holds this lock.
     *
     * @param caller who asks
     * @return true if the lock belongs to the caller's session and user
     */
    public boolean isHeldBy(Caller caller) {
        return sessionId.equals(caller.sessionId()) && userId.equals(caller.userId());
    }
}
