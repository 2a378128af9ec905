// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.UUID;

/** Says that a caller is too far behind for its operations to be carried over: it must start from a snapshot. */
public final class ResyncRequiredException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final UUID docId;
    private final long prevVersion;
    private final long oldest;

    /**
     * Creates the exception.
     *
     * @param docId the document
     * @param prevVersion the version the caller has
     * @param oldest the oldest version that can be carried over
     */
    public ResyncRequiredException(UUID docId, long prevVersion, long oldest) {
        super("prevVersion is " + prevVersion + ", allowed for document " + docId + " is " + oldest
                + " or later: read the document anew");
        this.docId = docId;
        this.prevVersion = prevVersion;
        this.oldest = oldest;
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
     * Returns the version the caller has.
     *
     * @return the version the caller has
     */
    public long prevVersion() {
        return prevVersion;
    }

    /**
     * Returns the oldest version that can be carried over.
     *
     * @return the oldest version that can be carried over
     */
    public long oldest() {
        return oldest;
    }
}
