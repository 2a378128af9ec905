// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.aetherflow.grpc.v1.CreateDocumentRequest;
import io.aetherflow.grpc.v1.ListDocumentsRequest;
import io.aetherflow.grpc.v1.UpdateDocumentRequest;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.DocumentHead;
import io.aetherflow.statesync.DocumentInfo;
import io.aetherflow.statesync.DocumentLock;
import io.aetherflow.statesync.DocumentMetadata;
import io.aetherflow.statesync.DocumentQuery;
import io.aetherflow.statesync.DocumentState;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.DocumentUpdate;
import io.aetherflow.statesync.NewDocument;
import io.aetherflow.statesync.Permissions;
import io.aetherflow.statesync.StoredDocument;
import io.aetherflow.statesync.model.Payload;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Document messages to and from the state-sync module's types. Pure; what is malformed is refused by field. */
public final class DocumentMapping {
    private static final Map<DocumentType, io.aetherflow.grpc.v1.DocumentType> BUILT_IN = Map.of(
            DocumentType.WHITEBOARD, io.aetherflow.grpc.v1.DocumentType.DOCUMENT_TYPE_WHITEBOARD,
            DocumentType.TEXT, io.aetherflow.grpc.v1.DocumentType.DOCUMENT_TYPE_TEXT,
            DocumentType.CANVAS, io.aetherflow.grpc.v1.DocumentType.DOCUMENT_TYPE_CANVAS,
            DocumentType.SHEET, io.aetherflow.grpc.v1.DocumentType.DOCUMENT_TYPE_SHEET,
            DocumentType.OPAQUE, io.aetherflow.grpc.v1.DocumentType.DOCUMENT_TYPE_OPAQUE);
    private static final String STATE = "DOCUMENT_STATE_";
    private static final int DEFAULT_PAGE_SIZE = 50;

    private DocumentMapping() {}

    /**
     * Maps a document.
     *
     * @param document the document
     * @return its message
     */
    public static io.aetherflow.grpc.v1.Document toProto(Document document) {
        return io.aetherflow.grpc.v1.Document.newBuilder()
                .setInfo(toProto(document.info()))
                .setHead(toProto(document.head()))
                .setContent(toProto(document.content()))
                .addAllActiveUsers(document.activeUsers())
                .build();
    }

    /**
     * Maps a document message.
     *
     * @param message the message
     * @return the document
     */
    public static Document fromProto(io.aetherflow.grpc.v1.Document message) {
        return new Document(
                fromProto(message.getInfo()),
                fromProto(message.getHead()),
                fromProto(message.getContent()),
                Set.copyOf(message.getActiveUsersList()));
    }

    /** Without a copy: payloads never change. */
    static ByteString toProto(Payload payload) {
        return UnsafeByteOperations.unsafeWrap(payload.asByteBuffer());
    }

    static Payload fromProto(ByteString bytes) {
        return Payload.of(bytes.toByteArray());
    }

    static io.aetherflow.grpc.v1.DocumentInfo toProto(DocumentInfo info) {
        io.aetherflow.grpc.v1.DocumentType type = toProto(info.type());
        return io.aetherflow.grpc.v1.DocumentInfo.newBuilder()
                .setDocId(info.id().toString())
                .setName(info.name())
                .setType(type)
                .setCustomType(
                        type == io.aetherflow.grpc.v1.DocumentType.DOCUMENT_TYPE_CUSTOM
                                ? info.type().name()
                                : "")
                .setState(Wire.toProto(io.aetherflow.grpc.v1.DocumentState.class, STATE, info.state()))
                .setMetadata(toProto(info.metadata()))
                .setCreatedBy(info.createdBy())
                .setCreatedAt(Wire.timestamp(info.createdAt()))
                .setUpdatedBy(info.updatedBy())
                .setUpdatedAt(Wire.timestamp(info.updatedAt()))
                .build();
    }

    static DocumentInfo fromProto(io.aetherflow.grpc.v1.DocumentInfo message) {
        return new DocumentInfo(
                Wire.uuid("doc_id", message.getDocId()),
                message.getName(),
                requireType(message.getType(), message.getTypeValue(), message.getCustomType()),
                Wire.requireEnum("state", DocumentState.class, STATE, message.getState(), message.getStateValue()),
                fromProto(message.getMetadata()),
                message.getCreatedBy(),
                Wire.instant("created_at", message.getCreatedAt()),
                message.getUpdatedBy(),
                Wire.instant("updated_at", message.getUpdatedAt()));
    }

    static io.aetherflow.grpc.v1.DocumentType toProto(DocumentType type) {
        return BUILT_IN.getOrDefault(type, io.aetherflow.grpc.v1.DocumentType.DOCUMENT_TYPE_CUSTOM);
    }

    static Optional<DocumentType> fromProto(io.aetherflow.grpc.v1.DocumentType type, int number, String customType) {
        return switch (type) {
            case DOCUMENT_TYPE_UNSPECIFIED -> Optional.empty();
            case DOCUMENT_TYPE_WHITEBOARD -> Optional.of(DocumentType.WHITEBOARD);
            case DOCUMENT_TYPE_TEXT -> Optional.of(DocumentType.TEXT);
            case DOCUMENT_TYPE_CANVAS -> Optional.of(DocumentType.CANVAS);
            case DOCUMENT_TYPE_SHEET -> Optional.of(DocumentType.SHEET);
            case DOCUMENT_TYPE_OPAQUE -> Optional.of(DocumentType.OPAQUE);
            case DOCUMENT_TYPE_CUSTOM -> Optional.of(new DocumentType(customType));
            case UNRECOGNIZED ->
                throw new BadRequestException(
                        "type", Integer.toString(number), "one of WHITEBOARD, TEXT, CANVAS, SHEET, OPAQUE, CUSTOM");
        };
    }

    static DocumentType requireType(io.aetherflow.grpc.v1.DocumentType type, int number, String customType) {
        return fromProto(type, number, customType)
                .orElseThrow(() -> new BadRequestException(
                        "type", "UNSPECIFIED", "one of WHITEBOARD, TEXT, CANVAS, SHEET, OPAQUE, CUSTOM"));
    }

    static io.aetherflow.grpc.v1.DocumentMetadata toProto(DocumentMetadata metadata) {
        Permissions permissions = metadata.permissions();
        return io.aetherflow.grpc.v1.DocumentMetadata.newBuilder()
                .addAllTags(metadata.tags())
                .setDescription(metadata.description())
                .putAllProperties(metadata.properties())
                .setPermissions(io.aetherflow.grpc.v1.Permissions.newBuilder()
                        .setOwner(permissions.owner())
                        .addAllEditors(permissions.editors())
                        .addAllViewers(permissions.viewers())
                        .setPublicRead(permissions.publicRead()))
                .build();
    }

    static DocumentMetadata fromProto(io.aetherflow.grpc.v1.DocumentMetadata message) {
        io.aetherflow.grpc.v1.Permissions permissions = message.getPermissions();
        return new DocumentMetadata(
                Set.copyOf(message.getTagsList()),
                message.getDescription(),
                message.getPropertiesMap(),
                new Permissions(
                        permissions.getOwner(),
                        Set.copyOf(permissions.getEditorsList()),
                        Set.copyOf(permissions.getViewersList()),
                        permissions.getPublicRead()));
    }

    static io.aetherflow.grpc.v1.DocumentHead toProto(DocumentHead head) {
        return io.aetherflow.grpc.v1.DocumentHead.newBuilder()
                .setEpoch(head.epoch().toString())
                .setVersion(head.version())
                .setControlRevision(head.controlRevision())
                .setFloor(head.floor())
                .setUpdatedBy(head.updatedBy())
                .setUpdatedAt(Wire.timestamp(head.updatedAt()))
                .build();
    }

    static DocumentHead fromProto(io.aetherflow.grpc.v1.DocumentHead message) {
        return new DocumentHead(
                Wire.uuid("epoch", message.getEpoch()),
                message.getVersion(),
                message.getControlRevision(),
                message.getFloor(),
                message.getUpdatedBy(),
                Wire.instant("updated_at", message.getUpdatedAt()));
    }

    static io.aetherflow.grpc.v1.DocumentLock toProto(DocumentLock lock) {
        return io.aetherflow.grpc.v1.DocumentLock.newBuilder()
                .setLockId(lock.lockId().toString())
                .setDocId(lock.docId().toString())
                .setUserId(lock.userId())
                .setSessionId(lock.sessionId())
                .setFence(lock.fence())
                .setAcquiredAt(Wire.timestamp(lock.acquiredAt()))
                .setExpiresAt(Wire.timestamp(lock.expiresAt()))
                .build();
    }

    static DocumentLock fromProto(io.aetherflow.grpc.v1.DocumentLock message) {
        return new DocumentLock(
                Wire.uuid("lock_id", message.getLockId()),
                Wire.uuid("doc_id", message.getDocId()),
                message.getUserId(),
                message.getSessionId(),
                message.getFence(),
                Wire.instant("acquired_at", message.getAcquiredAt()),
                Wire.instant("expires_at", message.getExpiresAt()));
    }

    static io.aetherflow.grpc.v1.StoredDocument toProto(StoredDocument document) {
        io.aetherflow.grpc.v1.StoredDocument.Builder message = io.aetherflow.grpc.v1.StoredDocument.newBuilder()
                .setInfo(toProto(document.info()))
                .setHead(toProto(document.head()));
        document.lock().ifPresent(lock -> message.setLock(toProto(lock)));
        return message.build();
    }

    static StoredDocument fromProto(io.aetherflow.grpc.v1.StoredDocument message) {
        return new StoredDocument(
                fromProto(message.getInfo()),
                fromProto(message.getHead()),
                message.hasLock() ? Optional.of(fromProto(message.getLock())) : Optional.empty());
    }

    static NewDocument fromProto(CreateDocumentRequest request) {
        return new NewDocument(
                Wire.nonEmpty(request.getDocId()).map(id -> Wire.uuid("doc_id", id)),
                request.getName(),
                requireType(request.getType(), request.getTypeValue(), request.getCustomType()),
                fromProto(request.getContent()),
                request.hasMetadata() ? Optional.of(fromProto(request.getMetadata())) : Optional.empty());
    }

    static DocumentUpdate fromProto(UpdateDocumentRequest request) {
        return new DocumentUpdate(
                request.hasName() ? Optional.of(request.getName()) : Optional.empty(),
                Wire.fromProto("state", DocumentState.class, STATE, request.getState(), request.getStateValue()),
                request.hasMetadata() ? Optional.of(fromProto(request.getMetadata())) : Optional.empty(),
                request.hasExpectedControlRevision()
                        ? Optional.of(request.getExpectedControlRevision())
                        : Optional.empty());
    }

    static DocumentQuery fromProto(ListDocumentsRequest request) {
        return new DocumentQuery(
                fromProto(request.getType(), request.getTypeValue(), request.getCustomType()),
                Wire.fromProto("state", DocumentState.class, STATE, request.getState(), request.getStateValue()),
                Wire.nonEmpty(request.getTag()),
                request.getPageSize() == 0 ? DEFAULT_PAGE_SIZE : request.getPageSize(),
                Wire.nonEmpty(request.getCursor()));
    }
}
