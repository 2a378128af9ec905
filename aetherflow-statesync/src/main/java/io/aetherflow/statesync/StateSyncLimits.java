// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

/**
 * The bounds of what one call or one document can take.
 *
 * @param maxOperationBytes the largest data of an operation
 * @param maxDocumentBytes the largest content; an operation that would exceed it is rejected
 * @param maxOperationsPerSubmission the longest list in a submission
 * @param maxRebaseVersions how far behind the head a submission may be; further is {@link ResyncRequiredException}. So is
 *     a submission that is large and far behind at once: versions behind times a quarter of the bytes of its operations
 *     may be {@value #MAX_REBASE_STEPS} at most
 * @param maxSubscribersPerDocument the most subscriptions to one document through one manager
 * @param maxDocumentsInMemory for how many documents a manager keeps the content ready; others are read when needed
 * @param snapshotInterval after how many versions the content is stored
 */
public record StateSyncLimits(
        int maxOperationBytes,
        int maxDocumentBytes,
        int maxOperationsPerSubmission,
        int maxRebaseVersions,
        int maxSubscribersPerDocument,
        int maxDocumentsInMemory,
        int snapshotInterval) {
    /** The most that carrying one submission over the log may take, in pairs of steps; a fraction of a second. */
    static final long MAX_REBASE_STEPS = 10_000_000;

    /** 64 KiB an operation, 8 MiB a document, and numbers that fit it. */
    public static final StateSyncLimits DEFAULT =
            new StateSyncLimits(64 << 10, 8 << 20, 1_000, 100_000, 10_000, 1_000, 1_000);

    public StateSyncLimits {
        Checks.range("maxOperationBytes", maxOperationBytes, 1, 16 << 20);
        Checks.range("maxDocumentBytes", maxDocumentBytes, maxOperationBytes, 1 << 30);
        Checks.range("maxOperationsPerSubmission", maxOperationsPerSubmission, 1, 100_000);
        Checks.range("maxRebaseVersions", maxRebaseVersions, 1, 1_000_000);
        Checks.range("maxSubscribersPerDocument", maxSubscribersPerDocument, 1, 1_000_000);
        Checks.range("maxDocumentsInMemory", maxDocumentsInMemory, 1, 1_000_000);
        Checks.range("snapshotInterval", snapshotInterval, 1, 1_000_000);
    }
}
