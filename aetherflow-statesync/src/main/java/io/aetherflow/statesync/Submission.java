// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * All operations of one client that it has not seen committed, in order, as they apply one after another to
 * {@code prevVersion}. A client that has carried its operations over others' sends the same numbers with other data.
 *
 * @param docId the document
 * @param clientId the client: 1 to {@value #MAX_CLIENT_ID_CHARS} visible ASCII characters, never shared by two users. Where
 *     two clients insert at one place, the lower id goes first
 * @param prevVersion the version the client has seen
 * @param operations at least one, numbers ascending
 * @param rebasedWithout the highest rejected number that the operations were made or carried without; 0 if none was
 *     rejected
 * @param fence the {@link DocumentLock#fence} of the lock that the client works under, if it does: nothing is written
 *     unless that very lease is in force at the commit, however late the submission arrives
 */
public record Submission(
        UUID docId,
        String clientId,
        long prevVersion,
        List<ClientOperation> operations,
        long rebasedWithout,
        Optional<Long> fence) {
    /** The longest client id. */
    public static final int MAX_CLIENT_ID_CHARS = 128;

    public Submission {
        Checks.id("clientId", clientId, MAX_CLIENT_ID_CHARS);
        Checks.range("prevVersion", prevVersion, 1, Long.MAX_VALUE);
        Checks.range("rebasedWithout", rebasedWithout, 0, Long.MAX_VALUE);
        operations = List.copyOf(operations);
        Checks.range("operations (count)", operations.size(), 1, Integer.MAX_VALUE);
        for (int i = 1; i < operations.size(); i++) {
            long before = operations.get(i - 1).clientSeq();
            Checks.range("clientSeq", operations.get(i).clientSeq(), before + 1, Long.MAX_VALUE);
        }
    }

    /**
     * Creates a submission of a client that had nothing rejected.
     *
     * @param docId the document
     * @param clientId the client
     * @param prevVersion the version the client has seen
     * @param operations its operations
     */
    public Submission(UUID docId, String clientId, long prevVersion, List<ClientOperation> operations) {
        this(docId, clientId, prevVersion, operations, 0, Optional.empty());
    }

    /**
     * Returns this submission made under a lock.
     *
     * @param required the lock's fence
     * @return a copy with that fence
     */
    public Submission withFence(long required) {
        return new Submission(docId, clientId, prevVersion, operations, rebasedWithout, Optional.of(required));
    }
}
