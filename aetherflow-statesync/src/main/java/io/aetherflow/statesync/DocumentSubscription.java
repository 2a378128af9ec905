// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber's cursor in a document's log. It holds no queue of its own: when it is woken, it reads from its cursor on
 * what the subscriber has room for, from memory if that is recent, otherwise from the store. A slow subscriber therefore
 * costs a number, loses nothing, and nobody waits for it.
 *
 * <p>Runs on the delivery executor, never on two threads at once: {@link #wake} counts, and a run ends only when no
 * wake came in while it ran.
 */
final class DocumentSubscription implements Flow.Subscription, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentSubscription.class);
    private static final int READ_CHUNK = 64;
    /** Events after which others get the thread. */
    private static final int BURST = 256;

    private final Caller caller;
    private final SubscribeRequest request;
    private final Flow.Subscriber<? super DocumentEvent> subscriber;
    private final Subscriptions home;
    private final Executor executor;
    /** Begins as if woken, so that no run begins before {@link #start}. */
    private final AtomicInteger wakes = new AtomicInteger(1);

    private final AtomicLong demand = new AtomicLong();
    private volatile boolean ended;

    // Below: touched only by the run under way.
    private final Queue<DocumentEvent> upcoming = new ArrayDeque<>();
    private boolean started;
    private long cursor;
    private StoredDocument seen;

    DocumentSubscription(
            Caller caller,
            SubscribeRequest request,
            StoredDocument seen,
            Flow.Subscriber<? super DocumentEvent> subscriber,
            Subscriptions home) {
        this.caller = caller;
        this.request = request;
        this.seen = seen;
        this.subscriber = subscriber;
        this.home = home;
        this.executor = home.executor();
    }

    UUID docId() {
        return request.docId();
    }

    Caller caller() {
        return caller;
    }

    void start() {
        subscriber.onSubscribe(this);
        executor.execute(this);
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            end();
            executor.execute(() -> subscriber.onError(Checks.refused("n", Long.toString(n), "1 or more")));
            return;
        }
        demand.getAndUpdate(before -> before + n < 0 ? Long.MAX_VALUE : before + n);
        wake();
    }

    @Override
    public void cancel() {
        end();
    }

    private void end() {
        ended = true;
        home.remove(this);
    }

    /** Says that there may be something to deliver. */
    void wake() {
        if (wakes.getAndIncrement() == 0) {
            executor.execute(this);
        }
    }

    /** Ends the subscription from the manager's side, once what is being delivered is delivered. */
    void close() {
        executor.execute(() -> fail(new SubscriptionEndedException(docId(), cursor)));
    }

    @Override
    public void run() {
        int handled = wakes.get();
        do {
            int delivered = deliver();
            if (delivered == BURST) {
                executor.execute(this);
                return;
            }
            handled = wakes.addAndGet(-handled);
        } while (handled != 0);
    }

    private int deliver() {
        int delivered = 0;
        try {
            while (!ended && delivered < BURST && demand.get() > 0 && fill()) {
                demand.getAndUpdate(before -> before == Long.MAX_VALUE ? before : before - 1);
                DocumentEvent event = upcoming.remove();
                subscriber.onNext(event);
                delivered++;
                completeAfter(event);
            }
        } catch (StateSyncException e) {
            fail(e);
        } catch (RuntimeException e) {
            LOG.warn("subscriber to document {} failed, its subscription is cancelled", docId(), e);
            end();
        }
        return delivered;
    }

    private void completeAfter(DocumentEvent event) {
        boolean last = event instanceof DocumentEvent.DocumentUpdated updated
                && updated.info().state() == DocumentState.DELETED;
        if (last && !ended) {
            end();
            subscriber.onComplete();
        }
    }

    /** Makes sure that there is an upcoming event, if there is anything to say. */
    private boolean fill() {
        if (!upcoming.isEmpty()) {
            return true;
        }
        LiveDocument<?, ?> live = home.live(docId());
        if (!started) {
            start(live);
        }
        List<LogEntry> entries = live.entriesAfter(cursor, READ_CHUNK);
        for (LogEntry entry : entries) {
            upcoming.add(new DocumentEvent.OperationApplied(entry.operation(), entry.conflict()));
            cursor = entry.operation().version();
        }
        if (entries.isEmpty()) {
            noteControl(live.document());
        }
        return !upcoming.isEmpty();
    }

    private void start(LiveDocument<?, ?> live) {
        started = true;
        DocumentHead head = live.document().head();
        boolean sameLog = request.epoch().map(head.epoch()::equals).orElse(true);
        Optional<Long> resumable = request.fromVersion()
                .filter(version -> sameLog && version >= head.floor() && version <= head.version());
        if (resumable.isPresent()) {
            cursor = resumable.get();
            return;
        }
        Document document = live.snapshot(home.users(docId()));
        cursor = document.version();
        upcoming.add(
                new DocumentEvent.SnapshotTaken(document, request.fromVersion().isPresent()));
    }

    private void noteControl(StoredDocument now) {
        if (now.head().controlRevision() == seen.head().controlRevision()) {
            return;
        }
        StoredDocument before = seen;
        seen = now;
        if (!now.info().metadata().permissions().accessOf(caller.userId()).includes(Access.READ)) {
            throw new PermissionDeniedException(docId(), caller.userId(), Access.READ);
        }
        if (!now.info().equals(before.info())) {
            upcoming.add(new DocumentEvent.DocumentUpdated(now.info()));
        }
        if (!now.lock().equals(before.lock())) {
            upcoming.add(new DocumentEvent.LockChanged(now.lock()));
        }
    }

    private void fail(StateSyncException reason) {
        if (!ended) {
            end();
            subscriber.onError(reason);
        }
    }
}
