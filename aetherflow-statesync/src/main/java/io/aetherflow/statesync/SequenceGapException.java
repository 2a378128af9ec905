// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.UUID;

/** Says that a client skipped a sequence number. */
public final class SequenceGapException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final UUID docId;
    private final String clientId;
    private final long expected;
    private final long actual;

    /**
     * Creates the exception.
     *
     * @param docId the document
     * @param clientId the client
     * @param expected the number that comes next
     * @param actual the number that came
     */
    public SequenceGapException(UUID docId, String clientId, long expected, long actual) {
        super("clientSeq of client " + clientId + " is " + actual + ", allowed for document " + docId + " is "
                + expected);
        this.docId = docId;
        this.clientId = clientId;
        this.expected = expected;
        this.actual = actual;
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
     * Returns the client.
     *
     * @return the client
     */
    public String clientId() {
        return clientId;
    }

    /**
     * Returns the number that comes next.
     *
     * @return the number that comes next
     */
    public long expected() {
        return expected;
    }

    /**
     * Returns the number that came.
     *
     * @return the number that came
     */
    public long actual() {
        return actual;
    }
}
