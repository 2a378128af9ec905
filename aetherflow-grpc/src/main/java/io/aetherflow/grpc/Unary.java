// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Answers a call that has one response. */
final class Unary {
    private Unary() {}

    /**
     * Does the work and answers with its result, or with the status of what it throws. A call that was cancelled or whose
     * deadline has passed is not begun; one that has begun is finished.
     */
    static <T> void answer(StreamObserver<T> observer, Supplier<T> work) {
        Context call = Context.current();
        boolean late = isLate(call);
        if (late || call.isCancelled()) {
            observer.onError((late ? Status.DEADLINE_EXCEEDED : Status.CANCELLED)
                    .withDescription("ended before the server began")
                    .asRuntimeException());
            return;
        }
        T response;
        try {
            response = work.get();
        } catch (RuntimeException e) {
            observer.onError(StatusMapping.toStatus(e));
            return;
        }
        observer.onNext(response);
        observer.onCompleted();
    }

    /** Also looks at the deadline itself: the timer that cancels the context may be late. */
    private static boolean isLate(Context call) {
        Deadline deadline = call.getDeadline();
        return call.cancellationCause() instanceof TimeoutException || (deadline != null && deadline.isExpired());
    }
}
