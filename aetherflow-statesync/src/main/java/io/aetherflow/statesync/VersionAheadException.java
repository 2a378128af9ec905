// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.UUID;

/** Says that a caller claims to have seen a version that does not exist yet. */
public final class VersionAheadException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final UUID docId;
    private final long prevVersion;
    private final long version;

    /**
     * Creates the exception.
     *
     * @param docId the document
     * @param prevVersion the version claimed
     * @param version the current version
     */
    public VersionAheadException(UUID docId, long prevVersion, long version) {
        super("prevVersion is " + prevVersion + ", allowed for document " + docId + " is at most " + version);
        this.docId = docId;
        this.prevVersion = prevVersion;
        this.version = version;
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
     * Returns the version claimed.
     *
     * @return the version claimed
     */
    public long prevVersion() {
        return prevVersion;
    }

    /**
     * Returns the current version.
     *
     * @return the current version
     */
    public long version() {
        return version;
    }
}
