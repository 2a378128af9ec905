// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.DocumentModel;
import io.aetherflow.statesync.model.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A document held ready for editing: its content and the end of its log in the model's form.
 *
 * <p>Submissions wait in a queue. Whichever submitting thread gets the write lock decides all that wait as one draft and
 * commits it with one compare-and-set on the store's head; the threads whose submissions it decided find them done. Under
 * contention this makes large batches, without it a submission is decided at once, and no thread of our own is needed.
 * If the store's head has moved, another node has written: this document catches up from the log and decides again.
 *
 * <p>Everything here can be rebuilt from the store at any time, so dropping an instance, or having two, loses nothing.
 */
final class LiveDocument<C, O> {
    private static final int MAX_BATCH = 256;
    /** Each miss means that another node has committed, so the document moves on; only a broken store misses this often. */
    private static final int MAX_ATTEMPTS = 10_000;

    private static final int READ_CHUNK = 1_000;
    private static final int MAX_CLIENTS = 1_000;

    private final UUID docId;
    private final ConfiguredModel<C, O> configured;
    private final ManagerContext context;
    private final Queue<PendingSubmission> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final RecentLog<O> recent = new RecentLog<>();

    /** Written under the lock, read by anybody. */
    private volatile Current<C> current;

    // Guarded by the lock.
    private long snapshotVersion;
    private final Map<String, ClientRecord> clients = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ClientRecord> eldest) {
            return size() > MAX_CLIENTS;
        }
    };

    /** A document and its content at the same version. */
    record Current<C>(StoredDocument document, C content) {
        long version() {
            return document.head().version();
        }
    }

    /** Reads a document from the store. */
    LiveDocument(StoredDocument stored, ConfiguredModel<C, O> configured, ManagerContext context) {
        this.docId = stored.id();
        this.configured = configured;
        this.context = context;
        this.current = read(stored);
    }

    DocumentModel<C, O> model() {
        return configured.model();
    }

    ConflictStrategy strategy() {
        return configured.strategy();
    }

    StoredDocument document() {
        return current.document();
    }

    /** The document and its content, encoded, at one and the same version. */
    Document snapshot(Set<String> activeUsers) {
        Current<C> now = current;
        Payload content = model().encode(now.content());
        return new Document(now.document().info(), now.document().head(), content, activeUsers);
    }

    List<OperationResult> submit(Caller caller, Submission submission) {
        PendingSubmission pending = new PendingSubmission(caller, submission);
        queue.add(pending);
        writing.lock();
        try {
            while (!pending.isDecided()) {
                decideWaiting();
            }
            return pending.results();
        } finally {
            writing.unlock();
        }
    }

    private void decideWaiting() {
        List<PendingSubmission> batch = new ArrayList<>();
        for (PendingSubmission next = queue.poll(); next != null; next = queue.poll()) {
            batch.add(next);
            if (batch.size() == MAX_BATCH) {
                break;
            }
        }
        try {
            decide(batch);
        } catch (RuntimeException | Error e) {
            batch.forEach(pending -> pending.fail(asException(e)));
            forgetUncertain();
        }
    }

    /** An error too is an answer: without one, those who wait for it would wait for ever. */
    private RuntimeException asException(Throwable failure) {
        return failure instanceof RuntimeException e
                ? e
                : new StateStoreException("editing document " + docId + " broke off", failure);
    }

    private void decide(List<PendingSubmission> batch) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Draft<C, O> draft = new Draft<>(document(), current.content());
            boolean refused = admit(batch, draft);
            boolean unconfirmed = refused || draft.isEmpty();
            if (unconfirmed && attempt == 0 && catchUp()) {
                continue; // no commit would have found out that this was decided on something out of date
            }
            if (draft.isEmpty() || commit(draft)) {
                return;
            }
            catchUp();
        }
        throw new StateStoreException(
                "document " + docId + " was written by others " + MAX_ATTEMPTS + " times in a row", null);
    }

    /** Decides all submissions, and tells whether one was refused. */
    private boolean admit(List<PendingSubmission> batch, Draft<C, O> draft) {
        boolean refused = false;
        for (PendingSubmission pending : batch) {
            Draft.Mark<C> mark = draft.mark(pending.submission().clientId());
            try {
                pending.succeed(new Admission<>(this, context, draft, pending).decide());
            } catch (RuntimeException | Error e) {
                draft.goBackTo(mark); // a failing model may have got half way
                pending.fail(asException(e));
                refused = true;
            }
        }
        return refused;
    }

    private boolean commit(Draft<C, O> draft) {
        Optional<Snapshot> snapshot = Optional.empty();
        if (draft.version() - snapshotVersion >= context.limits().snapshotInterval()) {
            snapshot = Optional.of(new Snapshot(draft.version(), model().encode(draft.content())));
        }
        Commit commit = draft.toCommit(snapshot);
        if (!context.store().commit(commit)) {
            return false;
        }
        snapshot.ifPresent(taken -> snapshotVersion = taken.version());
        clients.putAll(draft.clients());
        draft.entries().forEach(recent::add);
        current = new Current<>(draft.base().withHead(commit.head()), draft.content());
        if (!commit.entries().isEmpty()) {
            context.announce(docId, commit.head());
        }
        return true;
    }

    /** After a failed write nobody knows what the store holds: remember nothing that may be wrong. */
    private void forgetUncertain() {
        clients.clear();
        try {
            catchUp();
        } catch (RuntimeException e) {
            // The store is still failing; the next submission's commit finds the head moved, and catches up.
        }
    }

    /** Reads what others wrote since; called by anybody who knows or suspects that there is something. */
    void refresh() {
        writing.lock();
        try {
            catchUp();
        } finally {
            writing.unlock();
        }
    }

    /** Does the same if this is behind a head that was seen elsewhere. */
    void refreshTo(DocumentHead seen) {
        if (isBehind(seen.version(), seen.controlRevision())) {
            refresh();
        }
    }

    boolean isBehind(long version, long controlRevision) {
        DocumentHead head = document().head();
        return head.version() < version || head.controlRevision() < controlRevision;
    }

    /** Reads what others wrote since, and tells whether that was anything; a lease that has ended counts. */
    private boolean catchUp() {
        StoredDocument before = document();
        StoredDocument stored = find();
        if (stored.equals(before)) {
            return false;
        }
        clients.clear();
        boolean sameLog = stored.head().epoch().equals(before.head().epoch());
        current = sameLog && stored.head().version() >= current.version()
                ? replay(stored, current.version(), current.content())
                : read(stored);
        return true;
    }

    private StoredDocument find() {
        return context.store().find(docId).orElseThrow(() -> new DocumentNotFoundException(docId));
    }

    private Current<C> read(StoredDocument stored) {
        Snapshot snapshot = context.store().snapshot(docId);
        snapshotVersion = snapshot.version();
        // Others may have written between the two reads: the head must not be older than the content.
        StoredDocument head = snapshot.version() > stored.head().version() ? find() : stored;
        return replay(head, snapshot.version(), model().decode(snapshot.content()));
    }

    /** Applies the log after one version up to the stored head, and no further, so that content and head agree. */
    private Current<C> replay(StoredDocument stored, long fromVersion, C from) {
        C content = from;
        long version = fromVersion;
        while (version < stored.head().version()) {
            for (LoggedOperation<O> logged : readLog(version, stored.head().version())) {
                content = model().apply(content, logged.operation());
                recent.add(logged);
                version = logged.version();
            }
        }
        return new Current<>(stored, content);
    }

    /** Reads some of the log, at least one entry. */
    private List<LoggedOperation<O>> readLog(long afterVersion, long toVersion) {
        int limit = (int) Math.min(READ_CHUNK, toVersion - afterVersion);
        List<LogEntry> entries = context.store().log(docId, afterVersion, limit);
        if (entries.isEmpty()) {
            throw new StateStoreException("log of document " + docId + " ends before version " + toVersion, null);
        }
        return entries.stream().map(this::parse).toList();
    }

    private LoggedOperation<O> parse(LogEntry entry) {
        return new LoggedOperation<>(
                entry, model().parse(entry.operation().type(), entry.operation().data()));
    }

    /** The log after a version, the draft's entries included. */
    List<LoggedOperation<O>> logAfter(Draft<C, O> draft, long afterVersion) {
        long committed = draft.base().head().version();
        List<LoggedOperation<O>> log = new ArrayList<>();
        if (afterVersion < committed) {
            log.addAll(recent.between(afterVersion, committed).orElseGet(() -> readAll(afterVersion, committed)));
        }
        int skip = (int) Math.max(0, afterVersion - committed);
        log.addAll(draft.entries().subList(skip, draft.entries().size()));
        return log;
    }

    private List<LoggedOperation<O>> readAll(long afterVersion, long toVersion) {
        List<LoggedOperation<O>> log = new ArrayList<>();
        for (long version = afterVersion;
                version < toVersion;
                version = log.get(log.size() - 1).version()) {
            log.addAll(readLog(version, toVersion));
        }
        return log;
    }

    /** Entries to deliver after a version: from memory if they are recent, otherwise from the store. */
    List<LogEntry> entriesAfter(long afterVersion, int limit) {
        long to = Math.min(current.version(), afterVersion + limit);
        if (to <= afterVersion) {
            return List.of();
        }
        return recent.between(afterVersion, to)
                .map(logged -> logged.stream().map(LoggedOperation::entry).toList())
                .orElseGet(() -> context.store().log(docId, afterVersion, limit));
    }

    Optional<LogEntry> entry(Draft<C, O> draft, String clientId, long clientSeq) {
        for (LoggedOperation<O> logged : draft.entries()) {
            Operation operation = logged.entry().operation();
            if (operation.clientSeq() == clientSeq && operation.clientId().equals(clientId)) {
                return Optional.of(logged.entry());
            }
        }
        return context.store().entry(docId, clientId, clientSeq);
    }

    ClientRecord client(Draft<C, O> draft, String clientId, String userId) {
        ClientRecord drafted = draft.client(clientId);
        if (drafted != null) {
            return drafted;
        }
        @Nullable ClientRecord known = clients.get(clientId);
        if (known == null) {
            Optional<ClientRecord> stored = context.store().client(docId, clientId);
            stored.ifPresent(found -> clients.put(clientId, found));
            // Not remembered before something of it is committed: whoever is refused takes no id from others.
            known = stored.orElseGet(() -> ClientRecord.unknown(clientId, userId));
        }
        return known;
    }
}
