// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

/** What an operation sets out to do. Which types a document takes is its model's decision. */
public enum OperationType {
    /** Creates an object; as the first operation of a log, the document itself. */
    CREATE,
    /** Sets any properties of an object, or replaces opaque content. */
    UPDATE,
    /** Deletes an object. */
    DELETE,
    /** Moves an object: its coordinates, or its place below a parent. */
    MOVE,
    /** Resizes or rotates an object. */
    RESIZE,
    /** Changes how an object looks. */
    STYLE,
    /** Edits text: of a text document by retain, insert and delete, of an object as a whole. */
    TEXT
}
