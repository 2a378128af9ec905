// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A submission in the queue of its document, and later its outcome. The outcome is guarded by the document's write lock
 * until it is settled, and does not change afterwards.
 */
final class PendingSubmission {
    private final Caller caller;
    private final Submission submission;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean settled;
    private @Nullable List<OperationResult> results;
    private @Nullable RuntimeException failure;

    PendingSubmission(Caller caller, Submission submission) {
        this.caller = caller;
        this.submission = submission;
    }

    Caller caller() {
        return caller;
    }

    Submission submission() {
        return submission;
    }

    /** Whether the outcome is the last word, and what it says is stored. */
    boolean isSettled() {
        return settled;
    }

    void settle() {
        settled = true;
        wake();
    }

    /** Waits until this is settled, or somebody is needed to lead. */
    void await() {
        wakes.acquireUninterruptibly();
    }

    void wake() {
        wakes.release();
    }

    void succeed(List<OperationResult> decided) {
        results = decided;
        failure = null;
    }

    void fail(RuntimeException reason) {
        results = null;
        failure = reason;
    }

    List<OperationResult> results() {
        if (failure != null) {
            throw failure;
        }
        return Objects.requireNonNull(results, "not settled yet");
    }
}
