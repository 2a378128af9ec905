// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.Optional;
import java.util.UUID;

/**
 * From where a subscription starts.
 *
 * @param docId the document
 * @param fromVersion the version the subscriber has: it is sent the operations after it. If empty, it is first sent a
 *     snapshot
 * @param epoch the epoch of the log in which the subscriber has that version; if it is another one by now, the
 *     subscriber is sent a snapshot
 */
public record SubscribeRequest(UUID docId, Optional<Long> fromVersion, Optional<UUID> epoch) {
    public SubscribeRequest {
        fromVersion.ifPresent(version -> Checks.range("fromVersion", version, 1, Long.MAX_VALUE));
    }

    /**
     * Returns a request for a snapshot and all operations after it.
     *
     * @param docId the document
     * @return the request
     */
    public static SubscribeRequest fromSnapshot(UUID docId) {
        return new SubscribeRequest(docId, Optional.empty(), Optional.empty());
    }

    /**
     * Returns a request for all operations after a version.
     *
     * @param docId the document
     * @param version the version the subscriber has
     * @return the request
     */
    public static SubscribeRequest fromVersion(UUID docId, long version) {
        return new SubscribeRequest(docId, Optional.of(version), Optional.empty());
    }
}
