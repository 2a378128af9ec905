// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.Payload;
import java.util.Set;
import java.util.UUID;

/**
 * A document at one version.
 *
 * @param info name, type, state, metadata
 * @param head epoch, version and control revision
 * @param content the content at {@code head.version()}, in its model's wire form
 * @param activeUsers users who are subscribed through this manager
 */
public record Document(DocumentInfo info, DocumentHead head, Payload content, Set<String> activeUsers) {
    public Document {
        activeUsers = Set.copyOf(activeUsers);
    }

    /**
     * Returns the document's id.
     *
     * @return the id
     */
    public UUID id() {
        return info.id();
    }

    /**
     * Returns the number of committed operations.
     *
     * @return the version, 1 or more
     */
    public long version() {
        return head.version();
    }
}
