// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;

/** A count of the calls under way, as gauge {@code grpc.server.calls.active}. Durations are micrometer's own meters. */
final class ActiveCalls implements ServerInterceptor {
    // Guarded by this.
    private int count;

    ActiveCalls(MeterRegistry registry) {
        Gauge.builder("grpc.server.calls.active", this, ActiveCalls::count)
                .description("Calls that have begun and not ended")
                .register(registry);
    }

    synchronized int count() {
        return count;
    }

    /** Returns when no call is under way, or the time is over. */
    synchronized void awaitNone(long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        for (long left = timeoutNanos; count > 0 && left > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        begin();
        try {
            return new CountingListener<>(next.startCall(call, headers));
        } catch (RuntimeException | Error e) {
            end();
            throw e;
        }
    }

    private synchronized void begin() {
        count++;
    }

    private synchronized void end() {
        count--;
        notifyAll();
    }

    /** Every call ends with exactly one of completion and cancellation. */
    private final class CountingListener<Q> extends SimpleForwardingServerCallListener<Q> {
        CountingListener(ServerCall.Listener<Q> listener) {
            super(listener);
        }

        @Override
        public void onComplete() {
            end();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            end();
            super.onCancel();
        }
    }
}
