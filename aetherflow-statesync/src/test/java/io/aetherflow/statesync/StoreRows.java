// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.core.Uuid7;
import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Overlap;
import io.aetherflow.statesync.model.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;

/** Rows for store tests. Stores do not look into contents, so these are any bytes. */
public final class StoreRows {
    public static final Caller ANN = new Caller("ann", "ann-tab", "192.0.2.1", "test/1");
    static final Caller BOB = Caller.of("bob", "bob-tab");
    /** Whole microseconds, which every database keeps. */
    public static final Instant NOW = Instant.parse("2026-01-01T12:30:15.123456Z");

    private static final Uuid7 IDS = Uuid7.system();

    private StoreRows() {}

    public static UUID id() {
        return IDS.next();
    }

    static DocumentInfo info(UUID id, Permissions permissions) {
        DocumentMetadata metadata =
                new DocumentMetadata(Set.of("red", "größe"), "about 😀", Map.of("k", "v", "empty", ""), permissions);
        return new DocumentInfo(
                id, "name", DocumentType.TEXT, DocumentState.ACTIVE, metadata, "ann", NOW, "ann", NOW.plusSeconds(1));
    }

    static DocumentInfo with(DocumentInfo info, DocumentState state) {
        return new DocumentInfo(
                info.id(), info.name(), info.type(), state, info.metadata(), "ann", NOW, "ann", NOW.plusSeconds(2));
    }

    static StoredDocument document(DocumentInfo info) {
        return new StoredDocument(info, new DocumentHead(id(), 1, 1, 0, "ann", NOW), Optional.empty());
    }

    static LogEntry creation(StoredDocument document, Payload content) {
        Operation operation =
                new Operation(id(), document.id(), "", 0, OperationType.CREATE, content, 0, 1, ANN, NOW, Map.of());
        return new LogEntry(operation, Optional.empty(), content.checksum());
    }

    /** Creates a document that Ann owns. */
    public static StoredDocument create(StateStore store) {
        return create(store, info(id(), Permissions.ownedBy("ann")));
    }

    static StoredDocument create(StateStore store, DocumentInfo info) {
        StoredDocument document = document(info);
        Payload content = Payload.utf8("start");
        store.create(document, creation(document, content), new Snapshot(1, content));
        return document;
    }

    public static LogEntry entry(
            UUID docId, String clientId, long clientSeq, long version, Optional<Conflict> conflict) {
        Payload data = Payload.of(new byte[] {0, (byte) 0xFF, (byte) version});
        Operation operation = new Operation(
                id(),
                docId,
                clientId,
                clientSeq,
                OperationType.STYLE,
                data,
                version - 1,
                version,
                ANN,
                NOW,
                Map.of("platform", "web"));
        return new LogEntry(operation, conflict, -7);
    }

    public static Conflict conflict(UUID docId, long version) {
        Conflict.Other other = new Conflict.Other(version - 1, "client-2", "bob");
        return new Conflict(
                id(),
                docId,
                version,
                version - 2,
                ConflictStrategy.LAST_WRITER_WINS,
                "ann",
                List.of(
                        new Conflict.Part("a/x", Overlap.Outcome.COMMITTED_OVERRIDDEN, Optional.of(other)),
                        new Conflict.Part("a/place", Overlap.Outcome.INCOMING_DROPPED, Optional.empty())),
                NOW);
    }

    public static ClientRecord client(String clientId, long lastSeq, long lastVersion) {
        return new ClientRecord(clientId, "ann", lastSeq, lastVersion, Optional.empty());
    }

    /** A commit of some operations of one client, each numbered one less than the version it makes. */
    public static Commit commit(UUID docId, DocumentHead head, String clientId, int count) {
        List<LogEntry> entries = LongStream.rangeClosed(head.version() + 1, head.version() + count)
                .mapToObj(version -> entry(docId, clientId, version - 1, version, Optional.empty()))
                .toList();
        long last = head.version() + count;
        return new Commit(
                docId, head, entries, List.of(client(clientId, last - 1, last)), Optional.empty(), Optional.empty());
    }

    public static DocumentHead head(StateStore store, UUID docId) {
        return store.find(docId).orElseThrow().head();
    }
}
