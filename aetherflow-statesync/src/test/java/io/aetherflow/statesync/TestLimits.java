// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.function.UnaryOperator;

/** The default limits with some changed. */
public final class TestLimits {
    private int operationBytes = StateSyncLimits.DEFAULT.maxOperationBytes();
    private int documentBytes = StateSyncLimits.DEFAULT.maxDocumentBytes();
    private int operationsPerSubmission = StateSyncLimits.DEFAULT.maxOperationsPerSubmission();
    private int rebaseVersions = StateSyncLimits.DEFAULT.maxRebaseVersions();
    private int subscribers = StateSyncLimits.DEFAULT.maxSubscribersPerDocument();
    private int documentsInMemory = StateSyncLimits.DEFAULT.maxDocumentsInMemory();
    private int snapshotInterval = StateSyncLimits.DEFAULT.snapshotInterval();

    private TestLimits() {}

    /** A configuration of the default but for some limits. */
    public static UnaryOperator<StateSyncConfig.Builder> with(UnaryOperator<TestLimits> change) {
        return config -> config.limits(change.apply(new TestLimits()).build());
    }

    public TestLimits bytes(int operation, int document) {
        operationBytes = operation;
        documentBytes = document;
        return this;
    }

    public TestLimits operationsPerSubmission(int limit) {
        operationsPerSubmission = limit;
        return this;
    }

    public TestLimits rebaseVersions(int limit) {
        rebaseVersions = limit;
        return this;
    }

    public TestLimits subscribers(int limit) {
        subscribers = limit;
        return this;
    }

    public TestLimits documentsInMemory(int limit) {
        documentsInMemory = limit;
        return this;
    }

    public TestLimits snapshotInterval(int versions) {
        snapshotInterval = versions;
        return this;
    }

    private StateSyncLimits build() {
        return new StateSyncLimits(
                operationBytes,
                documentBytes,
                operationsPerSubmission,
                rebaseVersions,
                subscribers,
                documentsInMemory,
                snapshotInterval);
    }
}
