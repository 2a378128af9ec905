// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;

/**
 * Calls one method of a server as fast as it answers: a fixed number of calls is in flight, and each answer starts
 * the next call. Requests are made beforehand.
 *
 * @param <Q> the request
 * @param <R> the response
 */
final class CallLoad<Q, R> {
    private final Channel channel;
    private final MethodDescriptor<Q, R> method;
    private final List<Q> requests;
    private final BiPredicate<Q, R> rightAnswer;

    CallLoad(Channel channel, MethodDescriptor<Q, R> method, List<Q> requests, BiPredicate<Q, R> rightAnswer) {
        this.channel = channel;
        this.method = method;
        this.requests = List.copyOf(requests);
        this.rightAnswer = rightAnswer;
    }

    /**
     * Calls for a while.
     *
     * @param inFlight how many calls wait for their answer at any time
     * @param nanos for how long new calls are begun
     * @return answered calls per second
     */
    double perSecond(int inFlight, long nanos) throws InterruptedException {
        Run run = new Run(System.nanoTime(), nanos);
        for (int i = 0; i < inFlight; i++) {
            run.underWay.register();
            run.call();
        }
        run.underWay.arriveAndAwaitAdvance();
        Throwable failure = run.failure.get();
        if (failure != null) {
            throw new IllegalStateException("void: a call failed", failure);
        }
        return run.answers.sum() * 1e9 / (System.nanoTime() - run.start);
    }

    private final class Run {
        private final Phaser underWay = new Phaser(1);
        private final LongAdder answers = new LongAdder();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final long start;
        private final long nanos;

        Run(long start, long nanos) {
            this.start = start;
            this.nanos = nanos;
        }

        void call() {
            Q request = requests.get(ThreadLocalRandom.current().nextInt(requests.size()));
            ClientCalls.asyncUnaryCall(channel.newCall(method, CallOptions.DEFAULT), request, new StreamObserver<>() {
                @Override
                public void onNext(R response) {
                    if (!rightAnswer.test(request, response)) {
                        failure.set(new IllegalStateException("answer to " + request + " is " + response));
                    }
                }

                @Override
                public void onError(Throwable reason) {
                    failure.set(reason);
                    underWay.arriveAndDeregister();
                }

                @Override
                public void onCompleted() {
                    answers.increment();
                    if (System.nanoTime() - start < nanos) {
                        call();
                    } else {
                        underWay.arriveAndDeregister();
                    }
                }
            });
        }
    }
}
