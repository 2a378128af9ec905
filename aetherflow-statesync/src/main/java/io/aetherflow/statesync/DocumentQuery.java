// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.Optional;

/**
 * Which documents to list, in the order of their ids, which is the order of creation.
 *
 * @param type only of this type
 * @param state only in this state; if empty, all but deleted ones
 * @param tag only with this tag
 * @param pageSize how many at most, 1 to {@value #MAX_PAGE_SIZE}
 * @param cursor where the page before ended, or empty for the first
 */
public record DocumentQuery(
        Optional<DocumentType> type,
        Optional<DocumentState> state,
        Optional<String> tag,
        int pageSize,
        Optional<String> cursor) {
    /** The largest page. */
    public static final int MAX_PAGE_SIZE = 1_000;

    public DocumentQuery {
        Checks.range("pageSize", pageSize, 1, MAX_PAGE_SIZE);
    }

    /**
     * Returns a query for the first page of all documents.
     *
     * @param pageSize how many at most
     * @return the query
     */
    public static DocumentQuery all(int pageSize) {
        return new DocumentQuery(Optional.empty(), Optional.empty(), Optional.empty(), pageSize, Optional.empty());
    }

    /**
     * Tells whether a document is one of those asked for.
     *
     * @param info the document
     * @return true if it is
     */
    public boolean matches(DocumentInfo info) {
        boolean inState = state.map(info.state()::equals).orElse(info.state() != DocumentState.DELETED);
        return inState
                && type.map(info.type()::equals).orElse(true)
                && tag.map(info.metadata().tags()::contains).orElse(true);
    }
}
