// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.Optional;

/** What became of one submitted operation. The same operation submitted again gets the same answer. */
public sealed interface OperationResult {
    /**
     * Returns which operation this is about.
     *
     * @return its number in its client's sequence
     */
    long clientSeq();

    /**
     * The operation is committed.
     *
     * @param operation as committed, carried over what others committed before it
     * @param conflict what it overrode or lost to others, if anything
     * @param duplicate whether an earlier submission committed it
     */
    record Applied(Operation operation, Optional<Conflict> conflict, boolean duplicate) implements OperationResult {
        @Override
        public long clientSeq() {
            return operation.clientSeq();
        }
    }

    /**
     * The operation was committed so long ago that its row is gone from the log.
     *
     * @param clientSeq the operation's number
     */
    record AlreadyApplied(long clientSeq) implements OperationResult {}

    /**
     * The operation was not applied and never will be; its number is used up.
     *
     * @param rejection why
     */
    record Rejected(Rejection rejection) implements OperationResult {
        @Override
        public long clientSeq() {
            return rejection.clientSeq();
        }
    }

    /**
     * The operation was made on top of a rejected one, so it was not applied. Its number is not used up: submit it again
     * once it is carried back over the rejected one, with {@link Submission#rebasedWithout} saying so.
     *
     * @param clientSeq the operation's number
     * @param rejectedSeq the number of the rejected operation
     */
    record DependsOnRejected(long clientSeq, long rejectedSeq) implements OperationResult {}
}
