// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.Optional;
import java.util.UUID;

/**
 * A document as a store keeps it, without its content.
 *
 * @param info what changes rarely
 * @param head where the log stands
 * @param lock the lease in force when this was read, by the store's clock
 */
public record StoredDocument(DocumentInfo info, DocumentHead head, Optional<DocumentLock> lock) {
    /**
     * Returns the document's id.
     *
     * @return the id
     */
    public UUID id() {
        return info.id();
    }

    StoredDocument withHead(DocumentHead newHead) {
        return new StoredDocument(info, newHead, lock);
    }
}
