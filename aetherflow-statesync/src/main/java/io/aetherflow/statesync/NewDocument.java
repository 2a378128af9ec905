// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.Payload;
import java.util.Optional;
import java.util.UUID;

/**
 * A document to create.
 *
 * @param id the id, or empty for a new one
 * @param name for people
 * @param type which model its content follows
 * @param content the content to start with, in its model's wire form; empty bytes for none
 * @param metadata tags, description, properties and permissions; or empty for none but the caller as owner
 */
public record NewDocument(
        Optional<UUID> id, String name, DocumentType type, Payload content, Optional<DocumentMetadata> metadata) {
    public NewDocument {
        Checks.text("name", name, DocumentInfo.MAX_NAME_CHARS);
    }

    /**
     * Returns an empty document that only its creator can see.
     *
     * @param name for people
     * @param type which model its content follows
     * @return the document to create
     */
    public static NewDocument of(String name, DocumentType type) {
        return new NewDocument(Optional.empty(), name, type, Payload.empty(), Optional.empty());
    }

    /**
     * Returns the same document with other permissions.
     *
     * @param permissions who may do what
     * @return the document to create
     */
    public NewDocument with(Permissions permissions) {
        return new NewDocument(id, name, type, content, Optional.of(DocumentMetadata.of(permissions)));
    }

    /**
     * Returns the same document with other content to start with.
     *
     * @param newContent the content, in its model's wire form
     * @return the document to create
     */
    public NewDocument with(Payload newContent) {
        return new NewDocument(id, name, type, newContent, metadata);
    }
}
