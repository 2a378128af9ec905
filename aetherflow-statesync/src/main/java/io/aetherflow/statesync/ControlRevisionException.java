// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.UUID;

/** Says that a document was changed since the caller read it. */
public final class ControlRevisionException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final UUID docId;
    private final long expected;
    private final long actual;

    /**
     * Creates the exception.
     *
     * @param docId the document
     * @param expected the control revision the caller has
     * @param actual the current one
     */
    public ControlRevisionException(UUID docId, long expected, long actual) {
        super("control revision of document " + docId + " is " + actual + ", not " + expected);
        this.docId = docId;
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
     * Returns the control revision the caller has.
     *
     * @return the control revision the caller has
     */
    public long expected() {
        return expected;
    }

    /**
     * Returns the current one.
     *
     * @return the current one
     */
    public long actual() {
        return actual;
    }
}
