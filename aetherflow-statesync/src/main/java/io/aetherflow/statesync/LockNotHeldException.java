// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.UUID;

/** Says that a lock is not held: it expired, was released, or never was. */
public final class LockNotHeldException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final UUID docId;
    private final UUID lockId;

    /**
     * Creates the exception.
     *
     * @param docId the document
     * @param lockId the lock that is not held
     */
    public LockNotHeldException(UUID docId, UUID lockId) {
        super("lock " + lockId + " of document " + docId + " is not held");
        this.docId = docId;
        this.lockId = lockId;
    }

    /**
     * Returns the document.
     *
     * @return the document
     */
    public UUID docId() {
        return docId;
    }

    /**
     * Returns the lock that is not held.
     *
     * @return the lock that is not held
     */
    public UUID lockId() {
        return lockId;
    }
}
