// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.Map;
import java.util.Set;

/**
 * What is said about a document beside its content.
 *
 * @param tags labels to find it by, at most {@value #MAX_ENTRIES} of at most 64 characters
 * @param description text for people, at most 4,096 characters
 * @param properties the application's own entries, at most {@value #MAX_ENTRIES}, keys of at most 64 and values of at
 *     most 1,024 characters
 * @param permissions who may do what
 */
public record DocumentMetadata(
        Set<String> tags, String description, Map<String, String> properties, Permissions permissions) {
    /** The most tags, and the most properties. */
    public static final int MAX_ENTRIES = 64;

    public DocumentMetadata {
        Checks.range("metadata.tags (count)", tags.size(), 0, MAX_ENTRIES);
        tags.forEach(tag -> Checks.text("metadata.tags", tag, 64));
        tags = Set.copyOf(tags);
        Checks.text("metadata.description", description, 4_096);
        Checks.range("metadata.properties (count)", properties.size(), 0, MAX_ENTRIES);
        properties.forEach((key, value) -> {
            Checks.text("metadata.properties key", key, 64);
            Checks.text("metadata.properties." + key, value, 1_024);
        });
        properties = Map.copyOf(properties);
    }

    /**
     * Returns metadata that says nothing but who owns the document.
     *
     * @param owner the owner
     * @return the metadata
     */
    public static DocumentMetadata ownedBy(String owner) {
        return of(Permissions.ownedBy(owner));
    }

    /**
     * Returns metadata that says nothing but who may do what.
     *
     * @param permissions the permissions
     * @return the metadata
     */
    public static DocumentMetadata of(Permissions permissions) {
        return new DocumentMetadata(Set.of(), "", Map.of(), permissions);
    }
}
