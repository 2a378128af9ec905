// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aetherflow.grpc.v1.CreateDocumentRequest;
import io.aetherflow.grpc.v1.ListDocumentsRequest;
import io.aetherflow.grpc.v1.UpdateDocumentRequest;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.DocumentMetadata;
import io.aetherflow.statesync.DocumentQuery;
import io.aetherflow.statesync.DocumentState;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.DocumentUpdate;
import io.aetherflow.statesync.InvalidRequestException;
import io.aetherflow.statesync.NewDocument;
import io.aetherflow.statesync.StoredDocument;
import io.aetherflow.statesync.model.Payload;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents to messages, to bytes, and back. */
class DocumentMappingTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void documentSurvivesTheWire(long seed) throws InvalidProtocolBufferException {
        Document document = new RandomDocuments(seed).document();
        byte[] bytes = DocumentMapping.toProto(document).toByteArray();
        assertThat(DocumentMapping.fromProto(io.aetherflow.grpc.v1.Document.parseFrom(bytes)))
                .isEqualTo(document);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void storedDocumentSurvivesTheWire(long seed) throws InvalidProtocolBufferException {
        StoredDocument document = new RandomDocuments(seed).storedDocument();
        byte[] bytes = DocumentMapping.toProto(document).toByteArray();
        assertThat(DocumentMapping.fromProto(io.aetherflow.grpc.v1.StoredDocument.parseFrom(bytes)))
                .isEqualTo(document);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void creationIsReadAsMeant(long seed) {
        RandomDocuments random = new RandomDocuments(seed);
        Optional<UUID> id = random.maybe(random::uuid);
        Optional<DocumentMetadata> metadata = random.maybe(random::metadata);
        NewDocument meant = new NewDocument(id, random.text(), random.type(), random.payload(), metadata);

        CreateDocumentRequest.Builder request = CreateDocumentRequest.newBuilder()
                .setDocId(id.map(UUID::toString).orElse(""))
                .setName(meant.name())
                .setType(DocumentMapping.toProto(meant.type()))
                .setCustomType(meant.type().name())
                .setContent(DocumentMapping.toProto(meant.content()));
        metadata.ifPresent(present -> request.setMetadata(DocumentMapping.toProto(present)));
        assertThat(DocumentMapping.fromProto(request.build())).isEqualTo(meant);
    }

    @Test
    void updateTellsEmptyFromUnset() {
        assertThat(DocumentMapping.fromProto(UpdateDocumentRequest.getDefaultInstance()))
                .isEqualTo(DocumentUpdate.NOTHING);
        assertThat(DocumentMapping.fromProto(UpdateDocumentRequest.newBuilder()
                        .setName("")
                        .setState(io.aetherflow.grpc.v1.DocumentState.DOCUMENT_STATE_ARCHIVED)
                        .setExpectedControlRevision(0)
                        .build()))
                .isEqualTo(new DocumentUpdate(
                        Optional.of(""), Optional.of(DocumentState.ARCHIVED), Optional.empty(), Optional.of(0L)));
    }

    @Test
    void emptyQueryAsksForTheFirstFiftyOfAll() {
        assertThat(DocumentMapping.fromProto(ListDocumentsRequest.getDefaultInstance()))
                .isEqualTo(DocumentQuery.all(50));
    }

    @Test
    void queryHasAllItsFilters() {
        assertThat(DocumentMapping.fromProto(ListDocumentsRequest.newBuilder()
                        .setType(io.aetherflow.grpc.v1.DocumentType.DOCUMENT_TYPE_CUSTOM)
                        .setCustomType("score")
                        .setState(io.aetherflow.grpc.v1.DocumentState.DOCUMENT_STATE_DELETED)
                        .setTag("draft")
                        .setPageSize(7)
                        .setCursor("c")
                        .build()))
                .isEqualTo(new DocumentQuery(
                        Optional.of(new DocumentType("score")),
                        Optional.of(DocumentState.DELETED),
                        Optional.of("draft"),
                        7,
                        Optional.of("c")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "-x", "a b", "x234567890123456789012345678901234", "ü"})
    void malformedCustomTypeIsRefused(String name) {
        CreateDocumentRequest request = CreateDocumentRequest.newBuilder()
                .setType(io.aetherflow.grpc.v1.DocumentType.DOCUMENT_TYPE_CUSTOM)
                .setCustomType(name)
                .build();
        assertThatThrownBy(() -> DocumentMapping.fromProto(request))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("type is \"" + name + "\", allowed is 1 to 32 of a-z");
    }

    @Test
    void changingAReceivedArrayDoesNotChangeThePayload() {
        Payload payload = Payload.utf8("abc");
        byte[] copy = DocumentMapping.toProto(payload).toByteArray();
        copy[0] = 'x';
        assertThat(DocumentMapping.toProto(payload).toStringUtf8()).isEqualTo("abc");
    }
}
