// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.Optional;

/** What a subscription delivers. Operations arrive in version order, each once, without a gap. */
public sealed interface DocumentEvent {
    /**
     * The document as a whole, with all operations up to its version. First event of a subscription that did not say
     * from which version it wants to go on; or at any time instead of operations that can no longer be delivered, with
     * {@code resync} set: whoever receives it drops what it has and starts from here.
     *
     * @param document the document
     * @param resync whether it replaces operations that the subscriber asked for
     */
    record SnapshotTaken(Document document, boolean resync) implements DocumentEvent {}

    /**
     * An operation was committed.
     *
     * @param operation as committed
     * @param conflict what it overrode or lost to others, if anything
     */
    record OperationApplied(Operation operation, Optional<Conflict> conflict) implements DocumentEvent {}

    /**
     * Name, state or metadata changed. Of several changes in a row only the last may be delivered.
     *
     * @param info as it is now
     */
    record DocumentUpdated(DocumentInfo info) implements DocumentEvent {}

    /**
     * The lock was taken, extended, released or has expired. Of several changes in a row only the last may be delivered.
     *
     * @param lock the lock now in force
     */
    record LockChanged(Optional<DocumentLock> lock) implements DocumentEvent {}
}
