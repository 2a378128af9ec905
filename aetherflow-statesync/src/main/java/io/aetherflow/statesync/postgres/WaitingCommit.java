// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Commit;
import io.aetherflow.statesync.LogEntry;
import io.aetherflow.statesync.StateStoreException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A commit on its way through a group, and what the group made of it. */
final class WaitingCommit {
    private final Commit commit;
    private final Semaphore wakes = new Semaphore(0);
    // Set before the waking, read after it.
    private boolean leads;
    private boolean written;
    private @Nullable StateStoreException failure;

    WaitingCommit(Commit commit) {
        this.commit = commit;
    }

    Commit commit() {
        return commit;
    }

    /** How many bytes of data and content it writes. */
    long bytes() {
        long bytes =
                commit.snapshot().map(snapshot -> snapshot.content().size()).orElse(0);
        for (LogEntry entry : commit.entries()) {
            bytes += entry.operation().data().size();
        }
        return bytes;
    }

    /** Waits until a group has done with this commit, or it has to lead one, and tells whether it has. */
    boolean awaitLeading() {
        wakes.acquireUninterruptibly();
        return leads;
    }

    void lead() {
        leads = true;
        wakes.release();
    }

    void succeed() {
        written = true;
    }

    void fail(StateStoreException reason) {
        failure = reason;
    }

    void done() {
        wakes.release();
    }

    /** Whether the group wrote it; if not, it left it out. */
    boolean isWritten() {
        if (failure != null) {
            throw failure;
        }
        return written;
    }
}
