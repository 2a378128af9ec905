// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.statesync.DocumentEvent;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as a gRPC stream. Asks for one event at a time, and only while the transport has room, so that a client
 * that reads slowly holds up nobody and fills no buffer.
 *
 * <p>Three threads meet here: the subscription's, the transport's, and the one that serves the call. Who asks for the next
 * event is settled by {@link #waiting}: whoever turns it off asks. It is turned on before the transport is looked at, and
 * the transport says when it has room again, so one of the two sees that there is something to ask for. What is sent is
 * guarded by this object's monitor, since the transport takes it from one thread at a time, and nothing after the end.
 * A client that goes away is noticed before {@link #onSubscribe}, or in it, or after it, and ends the subscription each time.
 */
final class DocumentStream implements Flow.Subscriber<DocumentEvent> {
    private final ServerCallStreamObserver<io.aetherflow.grpc.v1.DocumentEvent> observer;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile Flow.@Nullable Subscription subscription;

    /** Guarded by the monitor. */
    private boolean ended;

    /** Must be called while the call's method runs. */
    DocumentStream(ServerCallStreamObserver<io.aetherflow.grpc.v1.DocumentEvent> observer) {
        this.observer = observer;
        observer.setOnReadyHandler(this::askIfReady);
        observer.setOnCancelHandler(this::cancel);
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = started;
        if (observer.isCancelled()) {
            started.cancel();
            return;
        }
        waiting.set(true);
        askIfReady();
    }

    @Override
    public void onNext(DocumentEvent event) {
        try {
            send(OperationMapping.toProto(event));
        } catch (RuntimeException e) {
            refuse(e); // to leave the event out, or the stream open and silent, would be to lose it
            return;
        }
        waiting.set(true);
        askIfReady();
    }

    private synchronized void send(io.aetherflow.grpc.v1.DocumentEvent message) {
        if (!ended) {
            observer.onNext(message);
        }
    }

    private void askIfReady() {
        Flow.Subscription current = subscription;
        if (current != null && observer.isReady() && waiting.compareAndSet(true, false)) {
            current.request(1);
        }
    }

    private void cancel() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }

    /** Ends the subscription, if it has begun, and the call. */
    void refuse(RuntimeException reason) {
        cancel();
        onError(reason);
    }

    @Override
    public synchronized void onError(Throwable reason) {
        if (!ended) {
            ended = true;
            observer.onError(StatusMapping.toStatus(reason));
        }
    }

    @Override
    public synchronized void onComplete() {
        if (!ended) {
            ended = true;
            observer.onCompleted();
        }
    }
}
