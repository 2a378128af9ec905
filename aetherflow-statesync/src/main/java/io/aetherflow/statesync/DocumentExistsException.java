// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.UUID;

/** Says that a document with the given id exists already. */
public final class DocumentExistsException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final UUID docId;

    /**
     * Creates the exception.
     *
     * @param docId the id asked for
     */
    public DocumentExistsException(UUID docId) {
        super("document " + docId + " exists already");
        this.docId = docId;
    }

    /**
     * Returns the id asked for.
     *
     * @return the id asked for
     */
    public UUID docId() {
        return docId;
    }
}
