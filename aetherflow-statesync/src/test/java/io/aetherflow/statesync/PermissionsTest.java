// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.OWNER;
import static io.aetherflow.statesync.TestManager.STRANGER;
import static io.aetherflow.statesync.TestManager.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.statesync.model.OperationType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Default deny: who is named nowhere cannot even tell that a document exists. */
class PermissionsTest {
    private final TestManager test = new TestManager();
    private final UUID docId = test.text("hello");

    @AfterEach
    void close() {
        test.close();
    }

    /** A call by some caller. */
    interface Call {
        void by(Caller caller, PermissionsTest on);
    }

    static Stream<Named<Call>> reads() {
        return Stream.of(
                Named.of("document", (caller, on) -> on.test.manager.document(caller, on.docId)),
                Named.of("history", (caller, on) -> on.test.manager.history(caller, on.docId, 0, 1)),
                Named.of("conflicts", (caller, on) -> on.test.manager.conflicts(caller, on.docId, 0, 1)),
                Named.of("lock", (caller, on) -> on.test.manager.lock(caller, on.docId)),
                Named.of(
                        "subscribe",
                        (caller, on) -> on.test
                                .manager
                                .subscribe(caller, SubscribeRequest.fromSnapshot(on.docId), new RecordingSubscriber())
                                .close()));
    }

    static Stream<Named<Call>> writes() {
        return Stream.of(
                Named.of("apply", (caller, on) -> on.test.edit(caller, on.docId, 1, "[\"x\"]")),
                Named.of("acquireLock", (caller, on) -> {
                    DocumentLock lock = on.test.manager.acquireLock(caller, on.docId, Duration.ofSeconds(1));
                    on.test.manager.releaseLock(caller, on.docId, lock.lockId());
                }));
    }

    static Stream<Named<Call>> ownersCalls() {
        return Stream.of(
                Named.of(
                        "update",
                        (caller, on) ->
                                on.test.manager.update(caller, on.docId, DocumentUpdate.NOTHING.name("renamed"))),
                Named.of("delete", (caller, on) -> on.test.manager.delete(caller, on.docId)));
    }

    static Stream<Named<Call>> all() {
        return Stream.of(reads(), writes(), ownersCalls()).flatMap(calls -> calls);
    }

    @ParameterizedTest
    @MethodSource("all")
    void forAStrangerTheDocumentDoesNotExist(Call call) {
        assertThatThrownBy(() -> call.by(STRANGER, this))
                .isInstanceOfSatisfying(
                        DocumentNotFoundException.class,
                        e -> assertThat(e.docId()).isEqualTo(docId));
        assertThat(test.manager.documents(STRANGER, DocumentQuery.all(10)).items())
                .isEmpty();
        assertThat(test.version(docId)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void viewersRead(Call call) {
        call.by(VIEWER, this);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void viewersCannotWrite(Call call) {
        assertDenied(call, VIEWER, Access.WRITE);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void editorsAndOwnersWrite(Call call) {
        call.by(ANN, this);
        call.by(OWNER, this);
    }

    @ParameterizedTest
    @MethodSource("ownersCalls")
    void onlyTheOwnerChangesAndDeletes(Call call) {
        assertDenied(call, ANN, Access.OWN);
        assertDenied(call, VIEWER, Access.OWN);
        call.by(OWNER, this);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void everybodyReadsAPublicDocument(Call call) {
        test.permit(docId, new Permissions("owner", Set.of(), Set.of(), true));

        call.by(STRANGER, this);
        assertThat(test.manager.documents(STRANGER, DocumentQuery.all(10)).items())
                .hasSize(1);
        assertDenied((caller, on) -> on.test.edit(caller, on.docId, 1, "[\"x\"]"), STRANGER, Access.WRITE);
    }

    @Test
    void strangersCallsDoNotMakeAManagerLoadTheDocument() {
        InterposedStore store = new InterposedStore(test.store);
        store.before("snapshot", () -> {
            throw new AssertionError("content was read");
        });
        try (StateSyncManager fresh = new StateSyncManager(store)) {
            Submission submission = new Submission(
                    docId, "stranger", 1, List.of(TestManager.operation(1, OperationType.TEXT, "[\"x\"]")));
            assertThatThrownBy(() -> fresh.apply(STRANGER, submission)).isInstanceOf(DocumentNotFoundException.class);
            assertThatThrownBy(() -> fresh.document(STRANGER, docId)).isInstanceOf(DocumentNotFoundException.class);
        }
    }

    @Test
    void grantsAndRevocationsHoldFromTheNextCallOn() {
        test.permit(docId, new Permissions("owner", Set.of("stranger"), Set.of(), false));
        test.edit(STRANGER, docId, 1, "[\"x\"]");

        test.permit(docId, TestManager.PERMISSIONS);
        assertThatThrownBy(() -> test.edit(STRANGER, docId, 2, 2, "[\"y\"]"))
                .isInstanceOf(DocumentNotFoundException.class);
    }

    @Test
    void ownershipPassesToAnother() {
        test.permit(docId, Permissions.ownedBy("bob"));

        test.manager.update(BOB, docId, DocumentUpdate.NOTHING.name("mine"));
        assertThatThrownBy(() -> test.manager.delete(OWNER, docId)).isInstanceOf(DocumentNotFoundException.class);
    }

    @Test
    void creatorWhoNamesAnotherOwnerKeepsNothing() {
        NewDocument request = NewDocument.of("gift", DocumentType.TEXT).with(Permissions.ownedBy("bob"));
        UUID gift = test.manager.create(ANN, request).id();

        assertThatThrownBy(() -> test.manager.document(ANN, gift)).isInstanceOf(DocumentNotFoundException.class);
        assertThat(test.manager.document(BOB, gift).info().createdBy()).isEqualTo("ann");
    }

    private void assertDenied(Call call, Caller caller, Access required) {
        assertThatThrownBy(() -> call.by(caller, this)).isInstanceOfSatisfying(PermissionDeniedException.class, e -> {
            assertThat(e.docId()).isEqualTo(docId);
            assertThat(e.userId()).isEqualTo(caller.userId());
            assertThat(e.required()).isEqualTo(required);
        });
    }
}
