// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

/** What a user may do with a document. Each level includes those before it. */
public enum Access {
    /** Nothing; the document does not exist for this user. */
    NONE,
    /** See content, history and locks, and subscribe. */
    READ,
    /** Edit content and take locks. */
    WRITE,
    /** Change name, state and permissions, and delete. */
    OWN;

    /**
     * Tells whether this level is enough.
     *
     * @param required what is needed
     * @return true if this level includes it
     */
    public boolean includes(Access required) {
        return compareTo(required) >= 0;
    }
}
