// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

/** The life of a document. */
public enum DocumentState {
    /** Can be edited. */
    ACTIVE,
    /** Can be read, not edited, until its owner activates it again. */
    ARCHIVED,
    /** Is gone for everybody; final. */
    DELETED
}
