// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A submission in the queue of its document, and later its outcome. Guarded by the document's write lock. */
final class PendingSubmission {
    private final Caller caller;
    private final Submission submission;
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

    boolean isDecided() {
        return results != null || failure != null;
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
        return Objects.requireNonNull(results, "not decided yet");
    }
}
