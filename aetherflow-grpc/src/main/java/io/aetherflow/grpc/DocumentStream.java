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
 * <p>The subscription calls on one thread at a time, the transport on another; they meet in {@link #waiting}: whoever turns
 * it off asks for the next event.
 */
final class DocumentStream implements Flow.Subscriber<DocumentEvent> {
    private final ServerCallStreamObserver<io.aetherflow.grpc.v1.DocumentEvent> observer;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile Flow.@Nullable Subscription subscription;

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
        observer.onNext(OperationMapping.toProto(event));
        waiting.set(true);
        askIfReady();
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

    @Override
    public void onError(Throwable reason) {
        observer.onError(StatusMapping.toStatus(reason));
    }

    @Override
    public void onComplete() {
        observer.onCompleted();
    }
}
