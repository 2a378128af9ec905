// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.Optional;

/**
 * Changes to a document beside its content; what is empty stays as it is.
 *
 * @param name the new name
 * @param state the new state; {@link DocumentState#DELETED} is final
 * @param metadata the new metadata, as a whole
 * @param expectedControlRevision if present, the change is refused unless the document is still at this revision
 */
public record DocumentUpdate(
        Optional<String> name,
        Optional<DocumentState> state,
        Optional<DocumentMetadata> metadata,
        Optional<Long> expectedControlRevision) {
    /** Changes nothing. */
    public static final DocumentUpdate NOTHING =
            new DocumentUpdate(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Returns these changes and another name.
     *
     * @param newName the name
     * @return the changes
     */
    public DocumentUpdate name(String newName) {
        return new DocumentUpdate(Optional.of(newName), state, metadata, expectedControlRevision);
    }

    /**
     * Returns these changes and another state.
     *
     * @param newState the state
     * @return the changes
     */
    public DocumentUpdate state(DocumentState newState) {
        return new DocumentUpdate(name, Optional.of(newState), metadata, expectedControlRevision);
    }

    /**
     * Returns these changes and other metadata.
     *
     * @param newMetadata the metadata
     * @return the changes
     */
    public DocumentUpdate metadata(DocumentMetadata newMetadata) {
        return new DocumentUpdate(name, state, Optional.of(newMetadata), expectedControlRevision);
    }
}
