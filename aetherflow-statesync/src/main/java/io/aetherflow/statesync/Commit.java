// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is written to a store in one atomic step, on condition that the head is still the one it was decided on.
 *
 * @param docId the document
 * @param expected the head it was decided on: epoch, version and control revision must be unchanged
 * @param entries new rows of the log, versions contiguous from {@code expected.version() + 1}; empty if all that was
 *     decided is rejections
 * @param clients the new records of the clients concerned
 * @param snapshot the content at the last entry's version, every so often
 * @param fence write only while the lock with this fence is in force by the store's clock
 */
public record Commit(
        UUID docId,
        DocumentHead expected,
        List<LogEntry> entries,
        List<ClientRecord> clients,
        Optional<Snapshot> snapshot,
        Optional<Long> fence) {
    public Commit {
        entries = List.copyOf(entries);
        clients = List.copyOf(clients);
    }

    /**
     * Returns the head after this commit. It always moves, so that another manager that decides on older client records
     * finds out.
     *
     * @return the expected head, moved to the last entry; without entries, moved to the next control revision
     */
    public DocumentHead head() {
        return entries.isEmpty()
                ? expected.withNextControlRevision()
                : expected.after(entries.get(entries.size() - 1).operation());
    }
}
