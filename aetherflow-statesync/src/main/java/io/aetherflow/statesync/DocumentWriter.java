// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way of submissions into a document's log. They wait in a queue. One submitting thread at a time leads: it decides
 * all that wait as one draft, commits it with one compare-and-set on the store's head, and wakes the threads whose
 * submissions it decided; they do not wait for the next batch. Then it wakes the first that waits, to lead. Under
 * contention this makes large batches, without it a submission is decided at once, and no thread of our own is needed.
 *
 * <p>If the store's head has moved, another node has written: the document catches up from the log and decides again.
 * After two such misses it takes its turn with {@link StateStore#exclusively}, so that no node starves.
 */
final class DocumentWriter<C, O> {
    private static final int MAX_BATCH = 256;
    private static final int OPTIMISTIC_ATTEMPTS = 2;
    /** With the document to itself, a commit fails only if a lease ends between decision and commit. */
    private static final int MAX_ATTEMPTS = 10;

    private final UUID docId;
    private final LiveDocument<C, O> live;
    private final ManagerContext context;
    private final ReentrantLock writing;
    private final Queue<PendingSubmission> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean leading = new AtomicBoolean();

    DocumentWriter(UUID docId, LiveDocument<C, O> live, ManagerContext context, ReentrantLock writing) {
        this.docId = docId;
        this.live = live;
        this.context = context;
        this.writing = writing;
    }

    List<OperationResult> submit(Caller caller, Submission submission) {
        PendingSubmission pending = new PendingSubmission(caller, submission);
        queue.add(pending);
        while (!pending.isSettled()) {
            if (leading.compareAndSet(false, true)) {
                lead(pending);
            } else {
                pending.await();
            }
        }
        return pending.results();
    }

    /** Settles batches until a submission of the thread's own is among them, if it is not settled already. */
    private void lead(PendingSubmission own) {
        @Nullable DocumentHead written = null;
        try {
            while (!own.isSettled()) {
                written = later(written, settleNext());
            }
        } finally {
            leading.set(false);
            // Whoever came too late to lead and is not settled is in the queue: one of them leads next.
            PendingSubmission next = queue.peek();
            if (next != null) {
                next.wake();
            }
        }
        if (written != null) {
            context.announce(docId, written); // after the next can lead, so that it does not wait for this
        }
    }

    private @Nullable DocumentHead settleNext() {
        writing.lock();
        List<PendingSubmission> batch = nextBatch();
        try {
            return settle(batch);
        } finally {
            batch.forEach(PendingSubmission::settle);
            writing.unlock();
        }
    }

    private List<PendingSubmission> nextBatch() {
        List<PendingSubmission> batch = new ArrayList<>();
        for (PendingSubmission next = queue.poll(); next != null; next = queue.poll()) {
            batch.add(next);
            if (batch.size() == MAX_BATCH) {
                break;
            }
        }
        return batch;
    }

    /** Gives every submission of the batch its outcome, and returns the last head written with entries. */
    private @Nullable DocumentHead settle(List<PendingSubmission> batch) {
        try {
            return decide(batch);
        } catch (RuntimeException | Error e) {
            live.forgetUncertain();
            boolean oneIsAtFault = e instanceof StateStoreException failure && !failure.isRetryable();
            if (oneIsAtFault && batch.size() > 1) {
                return settleOneByOne(batch);
            }
            batch.forEach(pending -> pending.fail(asException(e)));
            return null;
        }
    }

    private @Nullable DocumentHead settleOneByOne(List<PendingSubmission> batch) {
        @Nullable DocumentHead written = null;
        for (PendingSubmission pending : batch) {
            written = later(written, settle(List.of(pending)));
        }
        return written;
    }

    private static @Nullable DocumentHead later(@Nullable DocumentHead before, @Nullable DocumentHead next) {
        return next == null ? before : next;
    }

    /** An error too is an answer: without one, those who wait for it would wait for ever. */
    private RuntimeException asException(Throwable failure) {
        return failure instanceof RuntimeException e
                ? e
                : new StateStoreException("editing document " + docId + " broke off", failure);
    }

    private @Nullable DocumentHead decide(List<PendingSubmission> batch) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Decision<C, O> decision = attempt < OPTIMISTIC_ATTEMPTS
                    ? decideAndCommit(batch, attempt == 0)
                    : context.store().exclusively(docId, () -> {
                        live.catchUp();
                        return decideAndCommit(batch, false);
                    });
            if (decision.done()) {
                return live.adopt(decision.draft(), decision.commit());
            }
            live.catchUp();
        }
        throw new StateStoreException(
                "document " + docId + " changed under " + MAX_ATTEMPTS + " commits in a row", null);
    }

    /** What was decided, the commit if there was something to write, and whether that is the last word. */
    private record Decision<C, O>(
            Draft<C, O> draft, @Nullable Commit commit, boolean done) {}

    private Decision<C, O> decideAndCommit(List<PendingSubmission> batch, boolean mayBeOutOfDate) {
        Draft<C, O> draft = live.newDraft();
        boolean refused = admit(batch, draft);
        if (mayBeOutOfDate && (refused || draft.isEmpty()) && live.catchUp()) {
            return new Decision<>(draft, null, false); // no commit would have found out
        }
        if (draft.isEmpty()) {
            return new Decision<>(draft, null, true);
        }
        Commit commit = draft.toCommit(live.snapshotIfDue(draft));
        return new Decision<>(draft, commit, context.store().commit(commit));
    }

    /** Decides all submissions, and tells whether one was refused. */
    private boolean admit(List<PendingSubmission> batch, Draft<C, O> draft) {
        boolean refused = false;
        for (PendingSubmission pending : batch) {
            Draft.Mark<C> mark = draft.mark(pending.submission().clientId());
            try {
                pending.succeed(new Admission<>(live, context, draft, pending).decide());
            } catch (RuntimeException | Error e) {
                draft.goBackTo(mark); // a failing model may have got half way
                pending.fail(asException(e));
                refused = true;
            }
        }
        return refused;
    }
}
