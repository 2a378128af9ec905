// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.grpc.v1.DocumentEvent;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;

/** A transport whose room and client the test controls, and which objects as gRPC's does. */
final class FakeCall extends ServerCallStreamObserver<DocumentEvent> {
    final List<DocumentEvent> sent = new ArrayList<>();
    final List<String> ends = new ArrayList<>();
    volatile boolean ready = true;
    volatile boolean cancelled;
    Runnable onReady = () -> {};
    Runnable onCancel = () -> {};

    /** The transport has room again. */
    void becomeReady() {
        ready = true;
        onReady.run();
    }

    void cancelByClient() {
        cancelled = true;
        onCancel.run();
    }

    @Override
    public void onNext(DocumentEvent value) {
        if (!ends.isEmpty()) {
            throw new IllegalStateException("call is closed");
        }
        sent.add(value);
    }

    @Override
    public void onError(Throwable thrown) {
        end(Failure.from(thrown).code().name());
    }

    @Override
    public void onCompleted() {
        end("completed");
    }

    private void end(String how) {
        if (!ends.isEmpty()) {
            throw new IllegalStateException("call is closed");
        }
        ends.add(how);
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
        onReady = handler;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
        onCancel = handler;
    }

    @Override
    public void setCompression(String compression) {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}

    @Override
    public void disableAutoInboundFlowControl() {}
}
