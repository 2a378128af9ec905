// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.core.Page;
import io.aetherflow.core.Registration;
import io.aetherflow.statesync.model.DocumentModel;
import io.aetherflow.statesync.model.ModelException;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;

/**
 * Keeps versioned documents that many people edit at once: creates them, merges what is submitted, remembers the history,
 * tells subscribers, and leases locks.
 *
 * <p>Every call is made on behalf of a {@link Caller} and checked against the document's {@link Permissions}: a document
 * that the caller may not read does not exist for it. Calls return when what they did is stored. All methods are safe
 * for use by several threads; none waits for a subscriber.
 *
 * <p>Methods throw {@link DocumentNotFoundException}, {@link PermissionDeniedException} and {@link InvalidRequestException}
 * as their names say, and {@link StateStoreException} when the store fails.
 */
public final class StateSyncManager implements AutoCloseable {
    /** The longest lease of a lock. */
    public static final Duration MAX_LEASE = Duration.ofHours(1);

    /** The most entries of history, and the most conflicts, read at once. */
    public static final int MAX_READ = 1_000;

    private static final int EXPIRED_LOCKS_AT_ONCE = 1_000;

    private final ManagerContext context;
    private final LiveDocuments documents;
    private final Subscriptions subscriptions;
    private final ExecutorService delivery;
    private final HeadPolling polling;

    /**
     * Creates a manager with the default configuration.
     *
     * @param store where documents are kept; not closed with the manager
     */
    public StateSyncManager(StateStore store) {
        this(store, StateSyncConfig.builder().build());
    }

    /**
     * Creates a manager.
     *
     * @param store where documents are kept; not closed with the manager
     * @param config everything else
     */
    public StateSyncManager(StateStore store, StateSyncConfig config) {
        context = new ManagerContext(store, config.broadcaster(), config.clock(), config.ids(), config.limits());
        documents = new LiveDocuments(config.models(), context);
        delivery = config.newDeliveryPool();
        subscriptions = new Subscriptions(documents, context, delivery);
        polling = config.newHeadPolling(store, subscriptions);
    }

    /**
     * Creates a document.
     *
     * @param caller its creator, who also owns it unless the metadata names another owner
     * @param request what to create
     * @return the document, at version 1
     * @throws DocumentExistsException if the id asked for is taken
     */
    public Document create(Caller caller, NewDocument request) {
        DocumentModel<?, ?> model = documents.model(request.type()).model();
        Payload content = canonical(model, request.content());
        Instant now = context.now();
        UUID docId = request.id().orElseGet(context.ids()::next);
        DocumentMetadata metadata = request.metadata().orElseGet(() -> DocumentMetadata.ownedBy(caller.userId()));
        DocumentInfo info = new DocumentInfo(
                docId,
                request.name(),
                request.type(),
                DocumentState.ACTIVE,
                metadata,
                caller.userId(),
                now,
                caller.userId(),
                now);
        DocumentHead head = new DocumentHead(context.ids().next(), 1, 1, 0, caller.userId(), now);
        Operation creation = new Operation(
                context.ids().next(), docId, "", 0, OperationType.CREATE, content, 0, 1, caller, now, Map.of());
        context.store()
                .create(
                        new StoredDocument(info, head, Optional.empty()),
                        new LogEntry(creation, Optional.empty(), content.checksum()),
                        new Snapshot(1, content));
        return new Document(info, head, content, Set.of());
    }

    private <C> Payload canonical(DocumentModel<C, ?> model, Payload content) {
        Checks.range("content (bytes)", content.size(), 0, context.limits().maxDocumentBytes());
        try {
            return model.encode(content.size() == 0 ? model.empty() : model.decode(content));
        } catch (ModelException e) {
            throw Checks.refused("content", content.utf8(), "content of the document's type: " + e.getMessage());
        }
    }

    /**
     * Reads a document.
     *
     * @param caller needs {@link Access#READ}
     * @param docId the document
     * @return the document at its current version
     */
    public Document document(Caller caller, UUID docId) {
        StoredDocument stored = require(caller, docId, Access.READ);
        LiveDocument<?, ?> live = documents.get(docId);
        live.refreshTo(stored.head());
        return live.snapshot(subscriptions.users(docId));
    }

    /**
     * Lists documents that the caller may read, without their contents.
     *
     * @param caller who asks
     * @param query which ones
     * @return one page
     */
    public Page<StoredDocument> documents(Caller caller, DocumentQuery query) {
        return context.store().list(caller.userId(), query);
    }

    /**
     * Changes name, state or metadata.
     *
     * @param caller needs {@link Access#OWN}
     * @param docId the document
     * @param update what to change
     * @return the document as it is now
     * @throws ControlRevisionException if the document is no longer at the revision the update expects
     */
    public StoredDocument update(Caller caller, UUID docId, DocumentUpdate update) {
        while (true) {
            StoredDocument stored = require(caller, docId, Access.OWN);
            long revision = stored.head().controlRevision();
            update.expectedControlRevision()
                    .filter(expected -> expected != revision)
                    .ifPresent(expected -> {
                        throw new ControlRevisionException(docId, expected, revision);
                    });
            DocumentInfo before = stored.info();
            DocumentInfo after = new DocumentInfo(
                    docId,
                    update.name().orElse(before.name()),
                    before.type(),
                    update.state().orElse(before.state()),
                    update.metadata().orElse(before.metadata()),
                    before.createdBy(),
                    before.createdAt(),
                    caller.userId(),
                    context.now());
            if (context.store().update(after, revision)) {
                return announceControl(docId);
            }
        }
    }

    /**
     * Deletes a document for everybody. It cannot be brought back.
     *
     * @param caller needs {@link Access#OWN}
     * @param docId the document
     */
    public void delete(Caller caller, UUID docId) {
        update(caller, docId, DocumentUpdate.NOTHING.state(DocumentState.DELETED));
    }

    /**
     * Commits operations: each is carried over what others committed since the client last looked, appended to the log as
     * a new version, and announced. An operation that was decided before gets the same answer and is not applied again,
     * so after a failure of any kind the same submission can be sent again.
     *
     * @param caller needs {@link Access#WRITE} unless all operations were decided before
     * @param submission the client's operations
     * @return what became of each, in order
     * @throws DocumentStateException if the document is not active
     * @throws DocumentLockedException if another session holds the lock
     * @throws VersionAheadException if the client claims to have seen a version that does not exist
     * @throws ResyncRequiredException if the client is too far behind
     * @throws SequenceGapException if a sequence number is missing
     * @throws InvalidOperationException if the data of an operation is malformed; then none is applied
     */
    public List<OperationResult> apply(Caller caller, Submission submission) {
        int limit = context.limits().maxOperationsPerSubmission();
        Checks.range("operations (count)", submission.operations().size(), 1, limit);
        for (ClientOperation operation : submission.operations()) {
            int size = operation.data().size();
            Checks.range("data (bytes)", size, 0, context.limits().maxOperationBytes());
        }
        if (documents.peek(submission.docId()).isEmpty()) {
            require(caller, submission.docId(), Access.READ); // strangers do not make it load, and others' make room
        }
        return documents.get(submission.docId()).submit(caller, submission);
    }

    /**
     * Reads committed operations, oldest first. The first operation of every document is its creation.
     *
     * @param caller needs {@link Access#READ}
     * @param docId the document
     * @param afterVersion operations after this version; 0 for all
     * @param limit how many at most, 1 to {@value #MAX_READ}
     * @return the operations, empty at the end of the log
     */
    public List<Operation> history(Caller caller, UUID docId, long afterVersion, int limit) {
        require(caller, docId, Access.READ);
        requireRead(afterVersion, limit);
        return context.store().log(docId, afterVersion, limit).stream()
                .map(LogEntry::operation)
                .toList();
    }

    /**
     * Reads recorded conflicts, oldest first.
     *
     * @param caller needs {@link Access#READ}
     * @param docId the document
     * @param afterVersion conflicts of operations after this version; 0 for all
     * @param limit how many at most, 1 to {@value #MAX_READ}
     * @return the conflicts, empty at the end
     */
    public List<Conflict> conflicts(Caller caller, UUID docId, long afterVersion, int limit) {
        require(caller, docId, Access.READ);
        requireRead(afterVersion, limit);
        return context.store().conflicts(docId, afterVersion, limit);
    }

    private static void requireRead(long afterVersion, int limit) {
        Checks.range("afterVersion", afterVersion, 0, Long.MAX_VALUE);
        Checks.range("limit", limit, 1, MAX_READ);
    }

    /**
     * Subscribes to a document. The subscriber is sent a snapshot or goes on from the version it has, then every operation
     * in version order, and changes of metadata and lock. It is called by one thread at a time, and only for as many events
     * as it has requested; if it is slow it is sent the same events later.
     *
     * @param caller needs {@link Access#READ}
     * @param request the document, and from where to start
     * @param subscriber called on the manager's delivery threads; must not block. {@code onError} is given a
     *     {@link SubscriptionEndedException} if the manager is closed, a {@link PermissionDeniedException} if the
     *     caller may no longer read the document, a {@link StateStoreException} if the store fails; {@code onComplete}
     *     is called once the document is deleted
     * @return ends the subscription when closed
     * @throws LimitExceededException if the document has too many subscribers
     */
    public Registration subscribe(
            Caller caller, SubscribeRequest request, Flow.Subscriber<? super DocumentEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        StoredDocument stored = require(caller, request.docId(), Access.READ);
        return subscriptions.add(caller, request, stored, subscriber);
    }

    /**
     * Takes the lock of a document, or extends it if the caller's session holds it already. While it is held, submissions
     * of other sessions are refused.
     *
     * @param caller needs {@link Access#WRITE}
     * @param docId the document
     * @param lease for how long unless it is renewed, 1 ms to {@link #MAX_LEASE}
     * @return the lock
     * @throws DocumentLockedException if another session holds it
     */
    public DocumentLock acquireLock(Caller caller, UUID docId, Duration lease) {
        requireLease(lease);
        requireActive(require(caller, docId, Access.WRITE));
        DocumentLock lock = context.store().acquireLock(docId, context.ids().next(), caller, lease);
        announceControl(docId);
        return lock;
    }

    /**
     * Extends a lock.
     *
     * @param caller the user who holds it; needs {@link Access#WRITE}
     * @param docId the document
     * @param lockId the lock
     * @param lease for how long from now, 1 ms to {@link #MAX_LEASE}
     * @return the lock as extended
     * @throws LockNotHeldException if it has expired or was released, or another user holds it
     */
    public DocumentLock renewLock(Caller caller, UUID docId, UUID lockId, Duration lease) {
        requireLease(lease);
        requireHeld(require(caller, docId, Access.WRITE), caller, lockId);
        DocumentLock lock = context.store().renewLock(docId, lockId, lease);
        announceControl(docId);
        return lock;
    }

    /**
     * Releases a lock.
     *
     * @param caller the user who holds it
     * @param docId the document
     * @param lockId the lock
     * @throws LockNotHeldException if it has expired or was released, or another user holds it
     */
    public void releaseLock(Caller caller, UUID docId, UUID lockId) {
        requireHeld(require(caller, docId, Access.READ), caller, lockId);
        if (!context.store().releaseLock(docId, lockId)) {
            throw new LockNotHeldException(docId, lockId);
        }
        announceControl(docId);
    }

    /**
     * Tells who holds the lock of a document.
     *
     * @param caller needs {@link Access#READ}
     * @param docId the document
     * @return the lock in force, or empty
     */
    public Optional<DocumentLock> lock(Caller caller, UUID docId) {
        return require(caller, docId, Access.READ).lock();
    }

    /**
     * Removes locks whose lease has ended, and tells the subscribers. Leases end without this too; it is how subscribers
     * come to know. Call it every few seconds.
     *
     * @return how many were removed
     */
    public int removeExpiredLocks() {
        Set<UUID> expired = context.store().removeExpiredLocks(EXPIRED_LOCKS_AT_ONCE);
        expired.forEach(this::announceControl);
        return expired.size();
    }

    /**
     * Counts documents, operations, conflicts, locks and subscribers.
     *
     * @return the counts
     */
    public StateSyncStats stats() {
        StateSyncStats stored = context.store().stats();
        return new StateSyncStats(
                stored.documents(),
                stored.activeDocuments(),
                stored.archivedDocuments(),
                stored.operations(),
                stored.conflicts(),
                stored.activeLocks(),
                subscriptions.count());
    }

    /** Ends all subscriptions, each with the version to go on from, and stops the manager's threads. */
    @Override
    public void close() {
        polling.close();
        subscriptions.close();
        delivery.shutdown();
    }

    private StoredDocument require(Caller caller, UUID docId, Access required) {
        StoredDocument stored = context.store()
                .find(docId)
                .filter(found -> found.info().state() != DocumentState.DELETED)
                .orElseThrow(() -> new DocumentNotFoundException(docId));
        Access access = stored.info().metadata().permissions().accessOf(caller.userId());
        if (!access.includes(Access.READ)) {
            throw new DocumentNotFoundException(docId);
        }
        if (!access.includes(required)) {
            throw new PermissionDeniedException(docId, caller.userId(), required);
        }
        return stored;
    }

    private static void requireActive(StoredDocument stored) {
        if (stored.info().state() != DocumentState.ACTIVE) {
            throw new DocumentStateException(stored.id(), stored.info().state());
        }
    }

    private static void requireHeld(StoredDocument stored, Caller caller, UUID lockId) {
        boolean held = stored.lock()
                .filter(lock -> lock.lockId().equals(lockId) && lock.userId().equals(caller.userId()))
                .isPresent();
        if (!held) {
            throw new LockNotHeldException(stored.id(), lockId);
        }
    }

    private static void requireLease(Duration lease) {
        if (lease.compareTo(Duration.ofMillis(1)) < 0 || lease.compareTo(MAX_LEASE) > 0) {
            throw Checks.refused("lease", lease.toString(), "1 ms to " + MAX_LEASE);
        }
    }

    private StoredDocument announceControl(UUID docId) {
        StoredDocument now = context.store().find(docId).orElseThrow(() -> new DocumentNotFoundException(docId));
        documents.peek(docId).ifPresent(LiveDocument::refresh);
        context.announce(docId, now.head());
        return now;
    }
}
