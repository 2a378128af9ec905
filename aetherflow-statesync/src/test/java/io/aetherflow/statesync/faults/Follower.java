// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.faults;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.DocumentEvent;
import io.aetherflow.statesync.StateSyncException;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.SubscribeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A subscriber that goes on, at any node, from the version it has whenever its subscription ends. */
final class Follower implements Flow.Subscriber<DocumentEvent> {
    private static final int PAUSE_MILLIS = 50;

    private final UUID docId;
    private final String user;
    private final Supplier<StateSyncManager> anyNode;
    private final ScheduledExecutorService timer;
    private final List<Long> versions = new ArrayList<>();

    Follower(UUID docId, String user, Supplier<StateSyncManager> anyNode, ScheduledExecutorService timer) {
        this.docId = docId;
        this.user = user;
        this.anyNode = anyNode;
        this.timer = timer;
    }

    void subscribe() {
        try {
            SubscribeRequest request = SubscribeRequest.fromVersion(docId, lastVersion());
            anyNode.get().subscribe(Caller.of(user, "tab"), request, this);
        } catch (StateSyncException e) {
            again();
        }
    }

    private void again() {
        timer.schedule(this::subscribe, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    synchronized List<Long> versions() {
        return List.copyOf(versions);
    }

    synchronized long lastVersion() {
        return versions.isEmpty() ? 1 : versions.get(versions.size() - 1);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(DocumentEvent event) {
        if (event instanceof DocumentEvent.OperationApplied applied) {
            versions.add(applied.operation().version());
        }
    }

    @Override
    public void onError(Throwable reason) {
        again();
    }

    @Override
    public void onComplete() {
        throw new AssertionError("nobody deleted the document");
    }
}
