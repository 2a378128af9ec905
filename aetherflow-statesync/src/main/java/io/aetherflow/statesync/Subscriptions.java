// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.core.Registration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All subscriptions through one manager, by document. Safe for use by several threads. */
final class Subscriptions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final ConcurrentMap<UUID, Set<DocumentSubscription>> byDocument = new ConcurrentHashMap<>();
    private final LiveDocuments documents;
    private final Executor executor;
    private final Registration signals;
    private final int maxPerDocument;
    /** Documents that a delivery thread is going to read on: however many signals come, one task each. */
    private final Set<UUID> behind = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    Subscriptions(LiveDocuments documents, ManagerContext context, Executor executor) {
        this.documents = documents;
        this.executor = executor;
        this.maxPerDocument = context.limits().maxSubscribersPerDocument();
        this.signals = context.broadcaster()
                .listen(signal -> headSeen(signal.docId(), signal.version(), signal.controlRevision()));
    }

    Registration add(
            Caller caller,
            SubscribeRequest request,
            StoredDocument seen,
            Flow.Subscriber<? super DocumentEvent> subscriber) {
        DocumentSubscription subscription = new DocumentSubscription(caller, request, seen, subscriber, this);
        byDocument.compute(request.docId(), (docId, before) -> {
            Set<DocumentSubscription> subscriptions = before == null ? ConcurrentHashMap.newKeySet() : before;
            if (subscriptions.size() >= maxPerDocument) {
                throw new LimitExceededException("subscribers of document " + docId, maxPerDocument);
            }
            subscriptions.add(subscription);
            return subscriptions;
        });
        endIfClosed(subscription); // before the start, so that nothing is delivered by a closed manager
        subscription.start();
        endIfClosed(subscription);
        return subscription::cancel;
    }

    private void endIfClosed(DocumentSubscription subscription) {
        if (closed) {
            subscription.close();
        }
    }

    void remove(DocumentSubscription subscription) {
        byDocument.computeIfPresent(subscription.docId(), (docId, subscriptions) -> {
            subscriptions.remove(subscription);
            return subscriptions.isEmpty() ? null : subscriptions;
        });
    }

    /** Says that a document has got so far. */
    void headSeen(UUID docId, long version, long controlRevision) {
        LiveDocument<?, ?> live = documents.peek(docId).orElse(null);
        if (live == null || !live.isBehind(version, controlRevision)) {
            wake(docId);
        } else if (behind.add(docId)) {
            try {
                executor.execute(() -> catchUp(docId, live));
            } catch (RejectedExecutionException e) {
                behind.remove(docId); // the manager is closed
            }
        }
    }

    private void catchUp(UUID docId, LiveDocument<?, ?> live) {
        behind.remove(docId); // first, so that a signal from now on asks for another round
        try {
            live.refresh();
        } catch (RuntimeException e) {
            LOG.warn("document {} cannot be read; its next signal tries again: {}", docId, e.toString());
        }
        wake(docId);
    }

    private void wake(UUID docId) {
        byDocument.getOrDefault(docId, Set.of()).forEach(DocumentSubscription::wake);
    }

    LiveDocument<?, ?> live(UUID docId) {
        return documents.get(docId);
    }

    Optional<LiveDocument<?, ?>> peek(UUID docId) {
        return documents.peek(docId);
    }

    Executor executor() {
        return executor;
    }

    /** The documents with a subscription. */
    Set<UUID> documents() {
        return byDocument.keySet();
    }

    /** Users with a subscription to a document. */
    Set<String> users(UUID docId) {
        Set<String> users = new HashSet<>();
        for (DocumentSubscription subscription : byDocument.getOrDefault(docId, Set.of())) {
            users.add(subscription.caller().userId());
        }
        return users;
    }

    long count() {
        return byDocument.values().stream().mapToLong(Set::size).sum();
    }

    /** Ends all subscriptions, each with the version to go on from. */
    @Override
    public void close() {
        closed = true;
        signals.close();
        byDocument.values().forEach(subscriptions -> subscriptions.forEach(DocumentSubscription::close));
    }
}
