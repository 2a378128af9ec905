// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aetherflow.statesync.DocumentEvent;
import io.aetherflow.statesync.DocumentNotFoundException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a subscription and a transport get on, whoever comes first. */
class DocumentStreamTest {
    private static final DocumentEvent EVENT = new DocumentEvent.LockChanged(Optional.empty());

    private final FakeCall call = new FakeCall();
    private final DocumentStream stream = new DocumentStream(call);
    private final Demand demand = new Demand();

    /** What the stream asks of its subscription. */
    private static final class Demand implements Flow.Subscription {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean cancelled;

        @Override
        public void request(long n) {
            asked.addAndGet((int) n);
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @Test
    void nothingIsAskedForUntilThereIsRoom() {
        call.ready = false;
        stream.onSubscribe(demand);
        assertThat(demand.asked).hasValue(0);
        call.becomeReady();
        assertThat(demand.asked).hasValue(1);
    }

    @Test
    void oneEventIsAskedForAtATime() {
        stream.onSubscribe(demand);
        call.becomeReady();
        call.becomeReady();
        assertThat(demand.asked).hasValue(1);
        stream.onNext(EVENT);
        assertThat(demand.asked).hasValue(2);
    }

    @Test
    void roomBeforeTheSubscriptionIsNotForgotten() {
        call.becomeReady();
        stream.onSubscribe(demand);
        assertThat(demand.asked).hasValue(1);
    }

    @Test
    void fullTransportIsLeftAloneUntilItHasRoom() {
        stream.onSubscribe(demand);
        call.ready = false;
        stream.onNext(EVENT);
        assertThat(demand.asked).hasValue(1);
        call.becomeReady();
        assertThat(demand.asked).hasValue(2);
    }

    @Test
    void clientThatWentAwayBeforeTheSubscriptionEndsIt() {
        call.cancelByClient();
        stream.onSubscribe(demand);
        assertThat(demand.cancelled).isTrue();
        assertThat(demand.asked).hasValue(0);
    }

    @Test
    void clientThatGoesAwayEndsTheSubscription() {
        stream.onSubscribe(demand);
        call.cancelByClient();
        assertThat(demand.cancelled).isTrue();
    }

    @Test
    void refusalBeforeTheSubscriptionEndsTheCall() {
        stream.refuse(new DocumentNotFoundException(new UUID(0, 0)));
        assertThat(call.ends).containsExactly("NOT_FOUND");
    }

    @Test
    void refusalAfterTheSubscriptionEndsBoth() {
        stream.onSubscribe(demand);
        stream.refuse(new DocumentNotFoundException(new UUID(0, 0)));
        assertThat(demand.cancelled).isTrue();
        assertThat(call.ends).containsExactly("NOT_FOUND");
    }

    @Test
    void nothingIsSentAfterTheEnd() {
        stream.onSubscribe(demand);
        stream.onError(new DocumentNotFoundException(new UUID(0, 0)));
        stream.onNext(EVENT);
        stream.onComplete();
        stream.onError(new IllegalStateException());
        assertThat(call.sent).isEmpty();
        assertThat(call.ends).containsExactly("NOT_FOUND");
    }

    @Test
    void eventThatHasNoMessageEndsTheStreamInsteadOfBeingLeftOut() {
        stream.onSubscribe(demand);
        stream.onNext(new DocumentEvent.OperationApplied(null, Optional.empty()));
        assertThat(demand.cancelled).isTrue();
        assertThat(call.ends).containsExactly("INTERNAL");
        assertThat(demand.asked).hasValue(1);
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    /** The transport fills up and empties on one thread while the subscription delivers on another. */
    @ParameterizedTest
    @MethodSource("seeds")
    void noWakeUpIsLost(long seed) {
        int events = 20_000;
        Semaphore asked = new Semaphore(0);
        AtomicInteger delivered = new AtomicInteger();
        Thread transport = new Thread(() -> {
            SplittableRandom random = new SplittableRandom(seed);
            while (delivered.get() < events) {
                call.ready = false;
                for (int i = random.nextInt(50); i > 0; i--) {
                    Thread.onSpinWait();
                }
                call.becomeReady();
            }
        });
        Thread subscription = new Thread(() -> {
            while (delivered.get() < events) {
                asked.acquireUninterruptibly();
                stream.onNext(EVENT);
                delivered.incrementAndGet();
            }
        });
        stream.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                asked.release((int) n);
            }

            @Override
            public void cancel() {}
        });
        transport.start();
        subscription.start();
        await().until(() -> delivered.get() == events);
        assertThat(call.sent).as("seed %d", seed).hasSize(events);
    }
}
