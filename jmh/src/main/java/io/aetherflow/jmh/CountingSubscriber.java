// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.statesync.DocumentEvent;
import io.aetherflow.statesync.DocumentEvent.OperationApplied;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A subscriber that takes whatever comes, and makes sure that it is every operation, once and in order. */
final class CountingSubscriber implements Flow.Subscriber<DocumentEvent> {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch done = new CountDownLatch(1);
    private final long lastVersion;
    private long version;
    private volatile @Nullable Throwable failure;

    /** Expects so many operations after a version. */
    CountingSubscriber(long afterVersion, long operations) {
        this.version = afterVersion;
        this.lastVersion = afterVersion + operations;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(DocumentEvent event) {
        if (!(event instanceof OperationApplied applied) || applied.operation().version() != version + 1) {
            onError(new IllegalStateException("void: after version " + version + " came " + event));
            return;
        }
        version++;
        if (version == lastVersion) {
            done.countDown();
        }
    }

    @Override
    public void onError(Throwable reason) {
        failure = reason;
        done.countDown();
    }

    @Override
    public void onComplete() {
        onError(new IllegalStateException("void: the subscription ended"));
    }

    /** Waits until every operation was received. */
    void awaitAll() throws InterruptedException {
        boolean ended = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Throwable reason = failure;
        if (reason != null) {
            throw new IllegalStateException("void: the subscriber failed", reason);
        }
        if (!ended) {
            throw new IllegalStateException("void: not all operations arrived in " + PATIENCE_SECONDS + " s");
        }
    }
}
