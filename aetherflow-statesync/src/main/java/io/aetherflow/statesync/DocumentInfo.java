// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.time.Instant;
import java.util.UUID;

/**
 * What changes rarely about a document: all but its content, version and lock.
 *
 * @param id UUID of version 7
 * @param name for people, at most {@value #MAX_NAME_CHARS} characters
 * @param type which model its content follows
 * @param state whether it can be edited
 * @param metadata tags, description, properties, permissions
 * @param createdBy the user who created it
 * @param createdAt when, by the server's clock
 * @param updatedBy the user who last changed any of this
 * @param updatedAt when, by the server's clock
 */
public record DocumentInfo(
        UUID id,
        String name,
        DocumentType type,
        DocumentState state,
        DocumentMetadata metadata,
        String createdBy,
        Instant createdAt,
        String updatedBy,
        Instant updatedAt) {
    /** The longest name. */
    public static final int MAX_NAME_CHARS = 256;

    public DocumentInfo {
        Checks.text("name", name, MAX_NAME_CHARS);
    }
}
