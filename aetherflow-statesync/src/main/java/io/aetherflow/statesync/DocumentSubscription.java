// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
    /** What to tell the subscriber at the end, asked for by any thread, told by the run. */
    private volatile @Nullable Supplier<StateSyncException> ending;

    private volatile boolean ended;

    // Below: touched only by the run under way.
    private final Queue<DocumentEvent> upcoming = new ArrayDeque<>();
    private boolean started;
    /** How far the log is read; {@link #upcoming} holds what is not yet delivered of it. */
    private long cursor;
    /** What the subscriber has: the version it asked to go on from, then the one delivered last. */
    private long delivered;
    /** The document as the subscriber knows it. */
    private StoredDocument seen;
    /** The control revision at which the caller was last found to have access. */
    private long checkedRevision;

    DocumentSubscription(
            Caller caller,
            SubscribeRequest request,
            StoredDocument seen,
            Flow.Subscriber<? super DocumentEvent> subscriber,
            Subscriptions home) {
        this.caller = caller;
        this.request = request;
        this.seen = seen;
        this.checkedRevision = seen.head().controlRevision();
        this.delivered = request.fromVersion().orElse(0L);
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
        try {
            subscriber.onSubscribe(this);
        } catch (RuntimeException e) {
            end();
            throw e;
        }
        execute();
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            endWith(() -> Checks.refused("n", Long.toString(n), "1 or more"));
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

    /** Ends the subscription from the manager's side, once what is being delivered is delivered. */
    void close() {
        endWith(() -> new SubscriptionEndedException(docId(), delivered));
    }

    private void endWith(Supplier<StateSyncException> reason) {
        ending = reason;
        wake();
    }

    /** Says that there may be something to deliver. */
    void wake() {
        if (wakes.getAndIncrement() == 0) {
            execute();
        }
    }

    private void execute() {
        try {
            executor.execute(this);
        } catch (RejectedExecutionException e) {
            run(); // the manager is closed, and all that is left is to say so
        }
    }

    @Override
    public void run() {
        int handled = wakes.get();
        do {
            if (deliver() == BURST) {
                execute();
                return;
            }
            handled = wakes.addAndGet(-handled);
        } while (handled != 0);
    }

    private int deliver() {
        int count = 0;
        while (!ended && count < BURST) {
            Supplier<StateSyncException> reason = ending;
            if (reason != null) {
                fail(reason.get());
            } else if (demand.get() > 0 && hasUpcoming()) {
                deliver(upcoming.remove());
                count++;
            } else {
                break;
            }
        }
        return count;
    }

    private void deliver(DocumentEvent event) {
        demand.getAndUpdate(before -> before == Long.MAX_VALUE ? before : before - 1);
        if (event instanceof DocumentEvent.OperationApplied applied) {
            delivered = applied.operation().version();
        } else if (event instanceof DocumentEvent.SnapshotTaken taken) {
            delivered = taken.document().version();
        }
        tell(() -> subscriber.onNext(event));
        completeAfter(event);
    }

    /** Calls the subscriber; one that throws has no say any more. */
    private void tell(Runnable call) {
        boolean returned = false;
        try {
            call.run();
            returned = true;
        } catch (RuntimeException e) {
            LOG.warn("subscriber to document {} failed, its subscription is cancelled", docId(), e);
        } finally {
            if (!returned) {
                end();
            }
        }
    }

    private void completeAfter(DocumentEvent event) {
        boolean last = event instanceof DocumentEvent.DocumentUpdated updated
                && updated.info().state() == DocumentState.DELETED;
        if (last && !ended) {
            end();
            tell(subscriber::onComplete);
        }
    }

    /** Makes sure that there is an upcoming event, if there is anything to say. */
    private boolean hasUpcoming() {
        try {
            if (upcoming.isEmpty()) {
                fill(home.live(docId()));
            } else {
                home.peek(docId()).ifPresent(live -> requireReadable(live.document()));
            }
            return !upcoming.isEmpty();
        } catch (StateSyncException e) {
            fail(e);
        } catch (RuntimeException e) {
            fail(new StateStoreException("document " + docId() + " cannot be read", e));
        }
        return false;
    }

    private void fill(LiveDocument<?, ?> live) {
        if (!started) {
            start(live);
        }
        requireReadable(live.document());
        List<LogEntry> entries = live.entriesAfter(cursor, READ_CHUNK);
        for (LogEntry entry : entries) {
            upcoming.add(new DocumentEvent.OperationApplied(entry.operation(), entry.conflict()));
            cursor = entry.operation().version();
        }
        if (upcoming.isEmpty()) {
            noteControl(live.document());
        }
    }

    /** Checked before every event, so that who is revoked while far behind is not told the rest. */
    private void requireReadable(StoredDocument now) {
        if (now.head().controlRevision() <= checkedRevision) {
            return;
        }
        if (!now.info().metadata().permissions().accessOf(caller.userId()).includes(Access.READ)) {
            throw new PermissionDeniedException(docId(), caller.userId(), Access.READ);
        }
        checkedRevision = now.head().controlRevision();
    }

    private void start(LiveDocument<?, ?> live) {
        started = true;
        live.refreshTo(seen.head()); // the caller may know of changes through another manager
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
        if (now.head().controlRevision() <= seen.head().controlRevision()) {
            return;
        }
        StoredDocument before = seen;
        seen = now;
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
            tell(() -> subscriber.onError(reason));
        }
    }
}
