// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The newest entries of a document's log, ready to be carried over and delivered. One thread at a time adds; any number
 * read without waiting, and see when an entry they want has been overwritten.
 */
final class RecentLog<O> {
    private static final int CAPACITY = 1 << 10;

    private final AtomicReferenceArray<LoggedOperation<O>> ring = new AtomicReferenceArray<>(CAPACITY);

    void add(LoggedOperation<O> logged) {
        ring.setRelease(slot(logged.version()), logged);
    }

    /**
     * Reads the entries after one version up to another.
     *
     * @return all of them, or empty if the oldest is no longer here
     */
    Optional<List<LoggedOperation<O>>> between(long afterVersion, long toVersion) {
        if (toVersion - afterVersion > CAPACITY) {
            return Optional.empty();
        }
        List<LoggedOperation<O>> entries = new ArrayList<>((int) (toVersion - afterVersion));
        for (long version = afterVersion + 1; version <= toVersion; version++) {
            LoggedOperation<O> logged = ring.getAcquire(slot(version));
            if (logged == null || logged.version() != version) {
                return Optional.empty();
            }
            entries.add(logged);
        }
        return Optional.of(entries);
    }

    private static int slot(long version) {
        return (int) (version & CAPACITY - 1);
    }
}
