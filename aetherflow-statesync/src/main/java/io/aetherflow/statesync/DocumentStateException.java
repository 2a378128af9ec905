// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.UUID;

/** Says that a document is archived or deleted, so that it cannot be edited. */
public final class DocumentStateException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final UUID docId;
    private final DocumentState state;

    /**
     * Creates the exception.
     *
     * @param docId the document
     * @param state the state it is in
     */
    public DocumentStateException(UUID docId, DocumentState state) {
        super("document " + docId + " is " + state + ", allowed for this is ACTIVE");
        this.docId = docId;
        this.state = state;
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
     * Returns the state it is in.
     *
     * @return the state it is in
     */
    public DocumentState state() {
        return state;
    }
}
