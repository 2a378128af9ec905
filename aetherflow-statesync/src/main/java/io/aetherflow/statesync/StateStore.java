// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.core.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Where documents are kept: the port between the manager and a database. Each method is one atomic step: it happens as a
 * whole or not at all, and is seen by every later call, also one from another manager on the same store. Methods
 * throw {@link DocumentNotFoundException} where the document does not exist (a deleted one still does), and
 * {@link StateStoreException} where the store fails. Implementations are safe for use by several threads.
 */
public interface StateStore extends AutoCloseable {
    /**
     * Adds a document with the first entry of its log.
     *
     * @param document the document at version 1, without a lock
     * @param creation the entry that makes version 1
     * @param snapshot the content at version 1
     * @throws DocumentExistsException if there is a document of that id, also a deleted one
     */
    void create(StoredDocument document, LogEntry creation, Snapshot snapshot);

    /**
     * Finds a document.
     *
     * @param docId its id
     * @return the document, with the lock only if it is in force by the store's clock; or empty if it does not exist
     */
    Optional<StoredDocument> find(UUID docId);

    /**
     * Reads where the logs of some documents stand.
     *
     * @param docIds the documents
     * @return the heads of those that exist
     */
    Map<UUID, DocumentHead> heads(Set<UUID> docIds);

    /**
     * Lists documents that a user may read, in the order of their ids.
     *
     * @param userId the user
     * @param query which ones
     * @return one page, without contents
     * @throws InvalidRequestException if the cursor is none that this method gave
     */
    Page<StoredDocument> list(String userId, DocumentQuery query);

    /**
     * Replaces what changes rarely, if the document is unchanged but for its log, and moves the control revision on.
     *
     * @param info the new state of it
     * @param expectedControlRevision the control revision it was decided on
     * @return whether it was replaced
     */
    boolean update(DocumentInfo info, long expectedControlRevision);

    /**
     * Returns the newest snapshot.
     *
     * @param docId the document
     * @return the snapshot; the document's content is this and the log after it
     */
    Snapshot snapshot(UUID docId);

    /**
     * Reads the log.
     *
     * @param docId the document
     * @param afterVersion entries after this version, from the oldest
     * @param limit how many at most, 1 or more
     * @return the entries, empty at the end of the log; immutable
     */
    List<LogEntry> log(UUID docId, long afterVersion, int limit);

    /**
     * Finds the entries that a client's operations made.
     *
     * @param docId the document
     * @param clientId the client
     * @param fromSeq the number of the first operation
     * @param toSeq the number of the last one
     * @return the entries in the order of their numbers, without those that are not in the log; immutable
     */
    List<LogEntry> entries(UUID docId, String clientId, long fromSeq, long toSeq);

    /**
     * Finds what a document remembers of a client.
     *
     * @param docId the document
     * @param clientId the client
     * @return the record, or empty if the client never submitted anything
     */
    Optional<ClientRecord> client(UUID docId, String clientId);

    /**
     * Writes log entries and client records and moves the head to {@link Commit#head}, if epoch, version and control
     * revision are still the expected ones, and the lock with the {@link Commit#fence} is in force.
     *
     * @param commit what to write
     * @return whether it was written; if not, the head has moved or the lease has ended
     */
    boolean commit(Commit commit);

    /**
     * Does a task while nobody else can commit to a document, update it or change its lock; others who try wait.
     *
     * @param <T> what the task finds
     * @param docId the document
     * @param task reads that document in this store, on its thread, and ends with at most one {@link #commit}; short
     * @return what the task returned, once what it did is stored
     */
    <T> T exclusively(UUID docId, Supplier<T> task);

    /**
     * Takes the lock, or extends it if the caller's session holds it, and moves the control revision on.
     *
     * @param docId the document
     * @param lockId the id of the lease if a new one begins
     * @param caller who takes it
     * @param lease for how long, by the store's clock
     * @return the lock, with a fence greater than that of every lease before it if it is a new one
     * @throws DocumentLockedException if another session holds it
     */
    DocumentLock acquireLock(UUID docId, UUID lockId, Caller caller, Duration lease);

    /**
     * Extends a lock by a lease from now.
     *
     * @param docId the document
     * @param lockId the lease to extend
     * @param lease for how long from now, by the store's clock
     * @return the lock as extended
     * @throws LockNotHeldException if the lease has ended
     */
    DocumentLock renewLock(UUID docId, UUID lockId, Duration lease);

    /**
     * Ends a lease, and moves the control revision on.
     *
     * @param docId the document
     * @param lockId the lease to end
     * @return whether it was in force
     */
    boolean releaseLock(UUID docId, UUID lockId);

    /**
     * Removes locks whose lease has ended by the store's clock, and moves the control revisions on.
     *
     * @param limit how many at most
     * @return the documents concerned
     */
    Set<UUID> removeExpiredLocks(int limit);

    /**
     * Lists the conflicts of a document, oldest first.
     *
     * @param docId the document
     * @param afterVersion conflicts of operations after this version
     * @param limit how many at most
     * @return the conflicts, empty at the end
     */
    List<Conflict> conflicts(UUID docId, long afterVersion, int limit);

    /**
     * Counts.
     *
     * @return the counts, with no subscribers
     */
    StateSyncStats stats();

    /** Releases what the store holds. */
    @Override
    void close();
}
