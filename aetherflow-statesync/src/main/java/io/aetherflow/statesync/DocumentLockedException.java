// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.time.Instant;
import java.util.UUID;

/** Says that another session holds the lock of a document. */
public final class DocumentLockedException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final UUID docId;
    private final String holder;
    private final Instant expiresAt;

    /**
     * Creates the exception.
     *
     * @param docId the document
     * @param holder the user who holds the lock
     * @param expiresAt when the lease ends unless it is renewed
     */
    public DocumentLockedException(UUID docId, String holder, Instant expiresAt) {
        super("document " + docId + " is locked by " + holder + " until " + expiresAt);
        this.docId = docId;
        this.holder = holder;
        this.expiresAt = expiresAt;
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
     * Returns the user who holds the lock.
     *
     * @return the user who holds the lock
     */
    public String holder() {
        return holder;
    }

    /**
     * Returns when the lease ends unless it is renewed.
     *
     * @return when the lease ends unless it is renewed
     */
    public Instant expiresAt() {
        return expiresAt;
    }
}
