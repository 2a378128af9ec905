// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the work of a call is done, and how it is answered. */
class UnaryTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger done = new AtomicInteger();
    private final Answer answer = new Answer();

    /** Remembers what it is told. */
    private static final class Answer implements StreamObserver<String> {
        private final List<String> told = new ArrayList<>();

        @Override
        public void onNext(String value) {
            told.add(value);
        }

        @Override
        public void onError(Throwable thrown) {
            Failure failure = Failure.from(thrown);
            told.add(failure.code() + " " + failure.message());
        }

        @Override
        public void onCompleted() {
            told.add("completed");
        }
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private void work() {
        Unary.answer(answer, () -> "response " + done.incrementAndGet());
    }

    @Test
    void callIsAnsweredOnce() {
        work();
        assertThat(answer.told).containsExactly("response 1", "completed");
    }

    @Test
    void cancelledCallIsNotBegun() {
        Context.CancellableContext call = Context.current().withCancellation();
        call.cancel(null);
        call.run(this::work);
        assertThat(done).hasValue(0);
        assertThat(answer.told).containsExactly(Code.CANCELLED + " ended before the server began");
    }

    @Test
    void timedOutCallIsNotBegun() {
        Context.CancellableContext call = Context.current().withCancellation();
        call.cancel(new TimeoutException());
        call.run(this::work);
        assertThat(done).hasValue(0);
        assertThat(answer.told).containsExactly(Code.DEADLINE_EXCEEDED + " ended before the server began");
    }

    @Test
    void callPastItsDeadlineIsNotBegunEvenIfTheTimerIsLate() {
        AtomicLong now = new AtomicLong();
        Deadline deadline = Deadline.after(1, TimeUnit.HOURS, new Deadline.Ticker() {
            @Override
            public long nanoTime() {
                return now.get();
            }
        });
        Context.CancellableContext call = Context.current().withDeadline(deadline, timer);
        now.set(TimeUnit.HOURS.toNanos(2));
        call.run(this::work);
        call.cancel(null);
        assertThat(done).hasValue(0);
        assertThat(answer.told).containsExactly(Code.DEADLINE_EXCEEDED + " ended before the server began");
    }

    @Test
    void callThatIsCancelledWhileItRunsIsFinished() {
        Context.CancellableContext call = Context.current().withCancellation();
        call.run(() -> Unary.answer(answer, () -> {
            call.cancel(null);
            return "response " + done.incrementAndGet();
        }));
        assertThat(answer.told).containsExactly("response 1", "completed");
    }

    @Test
    void faultIsToldToNobody() {
        Unary.answer(answer, () -> {
            throw new IllegalStateException("password is hunter2");
        });
        assertThat(answer.told).containsExactly(Code.INTERNAL + " internal error");
    }
}
