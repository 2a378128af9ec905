// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A manager on an in-memory store with a clock that stands still, and shorthand for what tests say often. */
public final class TestManager implements AutoCloseable {
    public static final Caller OWNER = Caller.of("owner", "owner-tab");
    public static final Caller ANN = Caller.of("ann", "ann-tab");
    public static final Caller BOB = Caller.of("bob", "bob-tab");
    public static final Caller VIEWER = Caller.of("viewer", "viewer-tab");
    public static final Caller STRANGER = Caller.of("stranger", "stranger-tab");

    /** Ann and Bob edit, the viewer reads. */
    public static final Permissions PERMISSIONS =
            new Permissions("owner", Set.of("ann", "bob"), Set.of("viewer"), false);

    public final ManualClock clock;
    public final StateStore store;
    public final StateSyncManager manager;

    public TestManager() {
        this(config -> config);
    }

    public TestManager(UnaryOperator<StateSyncConfig.Builder> configuration) {
        this(new ManualClock(), configuration);
    }

    private TestManager(ManualClock clock, UnaryOperator<StateSyncConfig.Builder> configuration) {
        this(clock, new InMemoryStateStore(clock), configuration);
    }

    /** Another manager on the same store, as on another node. */
    public TestManager(ManualClock clock, StateStore store, UnaryOperator<StateSyncConfig.Builder> configuration) {
        this.clock = clock;
        this.store = store;
        StateSyncConfig.Builder config = StateSyncConfig.builder().clock(clock);
        manager = new StateSyncManager(store, configuration.apply(config).build());
    }

    public UUID text(String content) {
        return document(DocumentType.TEXT, content);
    }

    public UUID whiteboard(String content) {
        return document(DocumentType.WHITEBOARD, content);
    }

    public UUID document(DocumentType type, String content) {
        NewDocument request =
                NewDocument.of("a document", type).with(PERMISSIONS).with(Payload.utf8(content));
        return manager.create(OWNER, request).id();
    }

    public String content(UUID docId) {
        return manager.document(OWNER, docId).content().utf8();
    }

    public long version(UUID docId) {
        return manager.document(OWNER, docId).version();
    }

    /** Gives a document other permissions and no other metadata. */
    public void permit(UUID docId, Permissions permissions) {
        manager.update(OWNER, docId, DocumentUpdate.NOTHING.metadata(DocumentMetadata.of(permissions)));
    }

    /** Submits text operations numbered from 1; the user's name is the client id. */
    public List<OperationResult> edit(Caller caller, UUID docId, long prevVersion, String... operations) {
        return edit(caller, docId, prevVersion, 1, operations);
    }

    /** Submits text operations numbered from {@code firstSeq}. */
    public List<OperationResult> edit(
            Caller caller, UUID docId, long prevVersion, long firstSeq, String... operations) {
        return submit(caller, docId, prevVersion, firstSeq, OperationType.TEXT, operations);
    }

    /** Submits operations of one type numbered from {@code firstSeq}. */
    public List<OperationResult> submit(
            Caller caller, UUID docId, long prevVersion, long firstSeq, OperationType type, String... operations) {
        List<ClientOperation> list = new ArrayList<>();
        for (String operation : operations) {
            list.add(operation(firstSeq + list.size(), type, operation));
        }
        return manager.apply(caller, new Submission(docId, caller.userId(), prevVersion, list));
    }

    public static ClientOperation operation(long seq, OperationType type, String data) {
        return new ClientOperation(seq, type, Payload.utf8(data));
    }

    public static OperationResult.Applied applied(List<OperationResult> results) {
        return (OperationResult.Applied) results.get(0);
    }

    public static Conflict conflict(List<OperationResult> results) {
        return applied(results).conflict().orElseThrow();
    }

    public static Rejection rejection(List<OperationResult> results) {
        return ((OperationResult.Rejected) results.get(0)).rejection();
    }

    @Override
    public void close() {
        manager.close();
        store.close();
    }
}
