// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

/**
 * Why an operation was not applied, and never will be.
 *
 * @param clientSeq the operation's number in its client's sequence
 * @param reason the kind of reason
 * @param message one sentence that names the value and what is allowed
 */
public record Rejection(long clientSeq, Reason reason, String message) {
    /** The kinds of reason. */
    public enum Reason {
        /** The operation, carried to the current version, does not fit the content. */
        DOES_NOT_FIT,
        /** Another operation got there first, and the document's conflict strategy is to reject. */
        CONFLICT,
        /** The document would grow beyond its limit. */
        DOCUMENT_TOO_LARGE
    }
}
