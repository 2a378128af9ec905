// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.UUID;

/** Says that the data of an operation is no operation of the document's model. Nothing of its batch was applied. */
public final class InvalidOperationException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final UUID docId;
    private final long clientSeq;
    private final String reason;

    /**
     * Creates the exception.
     *
     * @param docId the document
     * @param clientSeq the operation's number in its client's sequence
     * @param reason what is wrong, with the value and what is allowed
     */
    public InvalidOperationException(UUID docId, long clientSeq, String reason) {
        super("operation " + clientSeq + " for document " + docId + ": " + reason);
        this.docId = docId;
        this.clientSeq = clientSeq;
        this.reason = reason;
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
     * Returns the operation's number in its client's sequence.
     *
     * @return the operation's number in its client's sequence
     */
    public long clientSeq() {
        return clientSeq;
    }

    /**
     * Returns what is wrong, with the value and what is allowed.
     *
     * @return what is wrong, with the value and what is allowed
     */
    public String reason() {
        return reason;
    }
}
