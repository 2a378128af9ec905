// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.UUID;

/** Says that the caller may read a document but not do what was asked. */
public final class PermissionDeniedException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final UUID docId;
    private final String userId;
    private final Access required;

    /**
     * Creates the exception.
     *
     * @param docId the document
     * @param userId the caller
     * @param required what the call needs
     */
    public PermissionDeniedException(UUID docId, String userId, Access required) {
        super("user " + userId + " lacks " + required + " access to document " + docId);
        this.docId = docId;
        this.userId = userId;
        this.required = required;
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
     * Returns the caller.
     *
     * @return the caller
     */
    public String userId() {
        return userId;
    }

    /**
     * Returns what the call needs.
     *
     * @return what the call needs
     */
    public Access required() {
        return required;
    }
}
