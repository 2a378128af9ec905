// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.UUID;

/** Says that a subscription was ended by its manager, not by its subscriber, and can be taken up again. */
public final class SubscriptionEndedException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final UUID docId;
    private final long lastVersion;

    /**
     * Creates the exception.
     *
     * @param docId the document
     * @param lastVersion the version to go on from; 0 if nothing was delivered
     */
    public SubscriptionEndedException(UUID docId, long lastVersion) {
        super("subscription to document " + docId + " ended after version " + lastVersion
                + ": subscribe again from there");
        this.docId = docId;
        this.lastVersion = lastVersion;
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
     * Returns the version to go on from.
     *
     * @return the version to go on from; 0 if nothing was delivered: subscribe from a snapshot then
     */
    public long lastVersion() {
        return lastVersion;
    }
}
