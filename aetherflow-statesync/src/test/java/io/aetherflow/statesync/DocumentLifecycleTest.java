// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentLifecycleTest {
    private final TestManager test = new TestManager();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void newDocumentStartsAtVersionOneWithItsCreationInTheLog() {
        Document document = test.manager.create(
                ANN, NewDocument.of("notes", DocumentType.TEXT).with(Payload.utf8("hello")));

        assertThat(document.id().version()).isEqualTo(7);
        assertThat(document.version()).isEqualTo(1);
        assertThat(document.info().name()).isEqualTo("notes");
        assertThat(document.info().createdBy()).isEqualTo("ann");
        assertThat(document.info().createdAt()).isEqualTo(test.clock.instant());
        assertThat(document.info().metadata()).isEqualTo(DocumentMetadata.ownedBy("ann"));
        assertThat(test.manager.document(ANN, document.id())).isEqualTo(document);
        assertThat(test.manager.history(ANN, document.id(), 0, 10))
                .singleElement()
                .satisfies(creation -> {
                    assertThat(creation.type()).isEqualTo(OperationType.CREATE);
                    assertThat(creation.version()).isEqualTo(1);
                    assertThat(creation.author()).isEqualTo(ANN);
                    assertThat(creation.data().utf8()).isEqualTo("hello");
                });
    }

    @Test
    void requestedMetadataIsKept() {
        DocumentMetadata metadata =
                new DocumentMetadata(Set.of("red"), "about", Map.of("key", "value"), Permissions.ownedBy("ann"));
        NewDocument request =
                new NewDocument(Optional.empty(), "n", DocumentType.TEXT, Payload.empty(), Optional.of(metadata));

        UUID docId = test.manager.create(ANN, request).id();

        assertThat(test.manager.document(ANN, docId).info().metadata()).isEqualTo(metadata);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text | `` | ``",
                "text | 0 | 0",
                "whiteboard | `` | {\"objects\":{}}",
                "canvas | { \"objects\" : {\"b\":{}, \"a\":{\"y\":1, \"x\":null}} } "
                        + "| {\"objects\":{\"a\":{\"x\":null,\"y\":1},\"b\":{}}}",
                "sheet | {\"objects\":{}} | {\"objects\":{}}",
                "opaque | `` | ``",
                "opaque | null | null",
            })
    void contentIsStoredInTheModelsOwnForm(String type, String content, String stored) {
        UUID docId = test.document(new DocumentType(type), content);

        assertThat(test.content(docId)).isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "whiteboard | [] | object content is [, allowed is START_OBJECT",
                "whiteboard | {\"objects\":{\"a\":{\"x\":1,\"x\":2}}} | is not valid JSON",
                "whiteboard | {\"objects\":{\"a\":{\"place\":{\"parent\":\"b\"}},\"b\":{\"place\":{\"parent\":\"a\"}}}}"
                        + " | is below itself, allowed are parents without a circle",
                "whiteboard | {\"objects\":{\"a\":{\"place\":3}}} | place is 3",
            })
    void contentThatIsNoneIsRefused(String type, String content, String reason) {
        assertThatThrownBy(() -> test.document(new DocumentType(type), content))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.field()).isEqualTo("content"))
                .hasMessageContaining(reason);
    }

    @Test
    void unknownTypeIsRefused() {
        assertThatThrownBy(() -> test.document(new DocumentType("movie"), ""))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.field()).isEqualTo("type");
                    assertThat(e.allowed()).contains("text", "whiteboard", "canvas", "sheet", "opaque");
                });
    }

    @Test
    void idOfTheCallersChoiceIsTakenOnce() {
        UUID id = StoreRows.id();
        NewDocument request =
                new NewDocument(Optional.of(id), "first", DocumentType.TEXT, Payload.empty(), Optional.empty());

        assertThat(test.manager.create(ANN, request).id()).isEqualTo(id);
        assertThatThrownBy(() -> test.manager.create(OWNER, request)).isInstanceOf(DocumentExistsException.class);
    }

    @Test
    void updateChangesWhatItNamesAndLeavesContentAndVersion() {
        UUID docId = test.text("hello");
        test.clock.advance(Duration.ofMinutes(1));

        StoredDocument updated = test.manager.update(
                OWNER, docId, DocumentUpdate.NOTHING.name("renamed").state(DocumentState.ARCHIVED));

        assertThat(updated.info().name()).isEqualTo("renamed");
        assertThat(updated.info().state()).isEqualTo(DocumentState.ARCHIVED);
        assertThat(updated.info().metadata().permissions()).isEqualTo(TestManager.PERMISSIONS);
        assertThat(updated.info().updatedAt()).isEqualTo(test.clock.instant());
        assertThat(updated.head().version()).isEqualTo(1);
        Document document = test.manager.document(OWNER, docId);
        assertThat(document.info()).isEqualTo(updated.info());
        assertThat(document.content().utf8()).isEqualTo("hello");
    }

    @Test
    void updateOfAnOlderRevisionIsRefused() {
        UUID docId = test.text("");
        DocumentUpdate first =
                new DocumentUpdate(Optional.of("first"), Optional.empty(), Optional.empty(), Optional.of(1L));
        test.manager.update(OWNER, docId, first);

        assertThatThrownBy(() -> test.manager.update(OWNER, docId, first))
                .isInstanceOfSatisfying(ControlRevisionException.class, e -> {
                    assertThat(e.expected()).isEqualTo(1);
                    assertThat(e.actual()).isEqualTo(2);
                });
    }

    @Test
    void concurrentUpdatesAreAllKept() {
        UUID docId = test.text("");
        CyclicBarrier start = new CyclicBarrier(2);

        InParallel.run(2, thread -> {
            InParallel.await(start);
            for (int i = 0; i < 200; i++) {
                DocumentMetadata about =
                        new DocumentMetadata(Set.of(), "about " + i, Map.of(), TestManager.PERMISSIONS);
                DocumentUpdate update =
                        thread == 0 ? DocumentUpdate.NOTHING.name("name " + i) : DocumentUpdate.NOTHING.metadata(about);
                test.manager.update(OWNER, docId, update);
            }
            return null;
        });

        Document document = test.manager.document(OWNER, docId);
        assertThat(document.info().name()).isEqualTo("name 199");
        assertThat(document.info().metadata().description()).isEqualTo("about 199");
        assertThat(document.head().controlRevision()).isEqualTo(401);
    }

    @Test
    void archivedDocumentIsReadButNotEditedUntilItIsActiveAgain() {
        UUID docId = test.text("");
        test.manager.update(OWNER, docId, DocumentUpdate.NOTHING.state(DocumentState.ARCHIVED));

        assertThat(test.content(docId)).isEmpty();
        assertThatThrownBy(() -> test.edit(ANN, docId, 1, "[\"x\"]"))
                .isInstanceOfSatisfying(
                        DocumentStateException.class, e -> assertThat(e.state()).isEqualTo(DocumentState.ARCHIVED));
        assertThatThrownBy(() -> test.manager.acquireLock(ANN, docId, Duration.ofSeconds(1)))
                .isInstanceOf(DocumentStateException.class);

        test.manager.update(OWNER, docId, DocumentUpdate.NOTHING.state(DocumentState.ACTIVE));
        test.edit(ANN, docId, 1, "[\"x\"]");
        assertThat(test.content(docId)).isEqualTo("x");
    }

    @Test
    void deletedDocumentIsGoneForEverybodyAndForEver() {
        UUID docId = test.text("");
        test.manager.delete(OWNER, docId);

        List<Runnable> calls = List.of(
                () -> test.manager.document(OWNER, docId),
                () -> test.manager.update(OWNER, docId, DocumentUpdate.NOTHING.state(DocumentState.ACTIVE)),
                () -> test.manager.delete(OWNER, docId),
                () -> test.edit(OWNER, docId, 1, "[\"x\"]"),
                () -> test.manager.history(OWNER, docId, 0, 1),
                () -> test.manager.lock(OWNER, docId));
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call::run).isInstanceOf(DocumentNotFoundException.class));
        assertThat(test.manager.documents(OWNER, DocumentQuery.all(10)).items()).isEmpty();
    }
}
