// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.statesync.DocumentEvent;
import java.util.concurrent.Flow;

/** Subscribes and asks for nothing. */
final class SilentSubscriber implements Flow.Subscriber<DocumentEvent> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {}

    @Override
    public void onNext(DocumentEvent event) {}

    @Override
    public void onError(Throwable reason) {}

    @Override
    public void onComplete() {}
}
