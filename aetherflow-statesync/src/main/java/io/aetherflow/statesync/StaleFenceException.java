// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.UUID;

/** Says that a submission was made under a lock that is no longer in force: its lease has ended. */
public final class StaleFenceException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final UUID docId;
    private final long fence;

    /**
     * Creates the exception.
     *
     * @param docId the document
     * @param fence the fence of the submission
     */
    public StaleFenceException(UUID docId, long fence) {
        super("fence of document " + docId + " is " + fence + ", allowed is that of a lock in force");
        this.docId = docId;
        this.fence = fence;
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
     * Returns the fence of the submission.
     *
     * @return the fence
     */
    public long fence() {
        return fence;
    }
}
