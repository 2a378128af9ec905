// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.DocumentModel;
import io.aetherflow.statesync.model.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A document held ready for editing: its content and the end of its log in the model's form. Everything here can be
 * rebuilt from the store at any time, so dropping an instance, or having two, loses nothing.
 */
final class LiveDocument<C, O> {
    private static final int READ_CHUNK = 1_000;
    private static final int MAX_CLIENTS = 1_000;

    private final UUID docId;
    private final ConfiguredModel<C, O> configured;
    private final ManagerContext context;
    private final ReentrantLock writing = new ReentrantLock();
    private final DocumentWriter<C, O> writer;

    // Written under the lock, read by anybody.
    private volatile RecentLog<O> recent = new RecentLog<>();
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
        this.writer = new DocumentWriter<>(docId, this, context, writing);
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
        return writer.submit(caller, submission);
    }

    // For the writer, which holds the lock.

    Draft<C, O> newDraft() {
        Current<C> now = current;
        return new Draft<>(now.document(), now.content());
    }

    Optional<Snapshot> snapshotIfDue(Draft<C, O> draft) {
        return draft.version() - snapshotVersion >= context.limits().snapshotInterval()
                ? Optional.of(new Snapshot(draft.version(), model().encode(draft.content())))
                : Optional.empty();
    }

    /** Takes over what has been written, if anything has, and returns the new head if subscribers have to know. */
    @Nullable
    DocumentHead adopt(Draft<C, O> draft, @Nullable Commit written) {
        if (written == null) {
            return null;
        }
        written.snapshot().ifPresent(taken -> snapshotVersion = taken.version());
        clients.putAll(draft.clients());
        draft.entries().forEach(recent::add);
        current = new Current<>(draft.base().withHead(written.head()), draft.content());
        return written.entries().isEmpty() ? null : written.head();
    }

    /** After a failed write nobody knows what the store holds: remember nothing that may be wrong. */
    void forgetUncertain() {
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
    boolean catchUp() {
        StoredDocument before = document();
        StoredDocument stored = find();
        if (stored.equals(before)) {
            return false;
        }
        clients.clear();
        boolean sameLog = stored.head().epoch().equals(before.head().epoch());
        if (sameLog && stored.head().version() >= current.version()) {
            current = replay(stored, current.version(), current.content());
        } else {
            recent = new RecentLog<>();
            current = read(stored);
        }
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

    /** The entries that the first operations of a submission made when they were decided, by their numbers. */
    Map<Long, LogEntry> entriesOf(Draft<C, O> draft, Submission submission, int operations) {
        String clientId = submission.clientId();
        long from = submission.operations().get(0).clientSeq();
        long to = submission.operations().get(operations - 1).clientSeq();
        Map<Long, LogEntry> entries = new HashMap<>();
        Consumer<LoggedOperation<O>> collect = logged -> {
            long seq = logged.entry().operation().clientSeq();
            if (seq >= from && seq <= to && logged.clientId().equals(clientId)) {
                entries.put(seq, logged.entry());
            }
        };
        draft.entries().forEach(collect);
        long committed = draft.base().head().version();
        recent.between(Math.min(submission.prevVersion(), committed), committed)
                .ifPresent(logged -> logged.forEach(collect));
        if (entries.size() < operations) {
            for (LogEntry entry : context.store().entries(docId, clientId, from, to)) {
                entries.put(entry.operation().clientSeq(), entry);
            }
        }
        return entries;
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
