// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.UUID;

/** Says that there is no such document, or none that the caller may know of. */
public final class DocumentNotFoundException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final UUID docId;

    /**
     * Creates the exception.
     *
     * @param docId the document asked for
     */
    public DocumentNotFoundException(UUID docId) {
        super("document " + docId + " does not exist");
        this.docId = docId;
    }

    /**
     * Returns the document asked for.
     *
     * @return the document asked for
     */
    public UUID docId() {
        return docId;
    }
}
