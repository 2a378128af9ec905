// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

/**
 * A kind of document, by name. The manager knows a document model for each kind it serves.
 *
 * @param name lower-case letters, digits, {@code -} and {@code _}; 1 to 32, a letter first
 */
public record DocumentType(String name) {
    /** Plain text. */
    public static final DocumentType TEXT = new DocumentType("text");
    /** Objects on a whiteboard. */
    public static final DocumentType WHITEBOARD = new DocumentType("whiteboard");
    /** Objects on a canvas. */
    public static final DocumentType CANVAS = new DocumentType("canvas");
    /** Rows and columns of a sheet. */
    public static final DocumentType SHEET = new DocumentType("sheet");
    /** Bytes that only the application understands. */
    public static final DocumentType OPAQUE = new DocumentType("opaque");

    public DocumentType {
        if (!name.matches("[a-z][a-z0-9_-]{0,31}")) {
            throw Checks.refused("type", name, "1 to 32 of a-z, 0-9, - and _, a letter first");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
