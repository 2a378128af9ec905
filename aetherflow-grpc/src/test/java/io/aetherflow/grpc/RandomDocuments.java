// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.ClientOperation;
import io.aetherflow.statesync.Conflict;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.DocumentEvent;
import io.aetherflow.statesync.DocumentHead;
import io.aetherflow.statesync.DocumentInfo;
import io.aetherflow.statesync.DocumentLock;
import io.aetherflow.statesync.DocumentMetadata;
import io.aetherflow.statesync.DocumentState;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.Permissions;
import io.aetherflow.statesync.Rejection;
import io.aetherflow.statesync.StoredDocument;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Overlap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Random values of the state-sync module. */
final class RandomDocuments extends RandomValues {
    private static final List<String> TYPES = List.of(
            "text", "whiteboard", "canvas", "sheet", "opaque", "custom", "unspecified", "unrecognized", "my-own_type2");

    RandomDocuments(long seed) {
        super(seed);
    }

    DocumentType type() {
        return new DocumentType(TYPES.get(random.nextInt(TYPES.size())));
    }

    Permissions permissions() {
        return new Permissions(id(), Set.copyOf(some(this::id)), Set.copyOf(some(this::id)), random.nextBoolean());
    }

    DocumentMetadata metadata() {
        return new DocumentMetadata(Set.copyOf(some(this::text)), text(), map(), permissions());
    }

    DocumentInfo info() {
        return new DocumentInfo(
                uuid(), text(), type(), one(DocumentState.class), metadata(), id(), instant(), id(), instant());
    }

    DocumentHead head() {
        return new DocumentHead(uuid(), count(), count(), count(), id(), instant());
    }

    Document document() {
        return new Document(info(), head(), payload(), Set.copyOf(some(this::id)));
    }

    DocumentLock lock() {
        return new DocumentLock(uuid(), uuid(), id(), id(), count(), instant(), instant());
    }

    StoredDocument storedDocument() {
        return new StoredDocument(info(), head(), maybe(this::lock));
    }

    Operation operation() {
        return new Operation(
                uuid(),
                uuid(),
                random.nextInt(5) == 0 ? "" : id(),
                count(),
                one(OperationType.class),
                payload(),
                count(),
                count(),
                new Caller(id(), id(), text(), text()),
                instant(),
                map());
    }

    Conflict conflict() {
        return new Conflict(
                uuid(), uuid(), count(), count(), one(ConflictStrategy.class), id(), some(this::part), instant());
    }

    private Conflict.Part part() {
        return new Conflict.Part(
                text(), one(Overlap.Outcome.class), maybe(() -> new Conflict.Other(count(), id(), id())));
    }

    OperationResult result() {
        return switch (random.nextInt(4)) {
            case 0 -> new OperationResult.Applied(operation(), maybe(this::conflict), random.nextBoolean());
            case 1 -> new OperationResult.AlreadyApplied(count());
            case 2 -> new OperationResult.Rejected(new Rejection(count(), one(Rejection.Reason.class), text()));
            default -> new OperationResult.DependsOnRejected(count(), count());
        };
    }

    DocumentEvent event() {
        return switch (random.nextInt(4)) {
            case 0 -> new DocumentEvent.SnapshotTaken(document(), random.nextBoolean());
            case 1 -> new DocumentEvent.OperationApplied(operation(), maybe(this::conflict));
            case 2 -> new DocumentEvent.DocumentUpdated(info());
            default -> new DocumentEvent.LockChanged(maybe(this::lock));
        };
    }

    Submission submission() {
        List<ClientOperation> operations = new ArrayList<>();
        long seq = random.nextLong(1, 1L << 60);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            seq += random.nextLong(1, 4);
            operations.add(new ClientOperation(seq, one(OperationType.class), payload(), map()));
        }
        return new Submission(
                uuid(),
                id(),
                random.nextLong(1, Long.MAX_VALUE),
                operations,
                random.nextLong(Long.MAX_VALUE),
                random.nextBoolean() ? Optional.empty() : Optional.of(random.nextLong(1, Long.MAX_VALUE)));
    }
}
