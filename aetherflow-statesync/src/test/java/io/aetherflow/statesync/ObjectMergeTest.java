// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.OWNER;
import static io.aetherflow.statesync.TestManager.applied;
import static io.aetherflow.statesync.TestManager.conflict;
import static io.aetherflow.statesync.TestManager.rejection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.ObjectModel;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Overlap.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Last writer by server order and property; a deletion beats all; whoever loses is told. */
class ObjectMergeTest {
    private static final String A = "{\"objects\":{\"a\":{\"x\":0,\"y\":0}}}";
    private static final String DELETE_A = "{\"id\":\"a\"}";
    private static final Optional<Conflict.Other> ANNS_VERSION_2 = Optional.of(new Conflict.Other(2, "ann", "ann"));

    private final TestManager test = new TestManager();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void changesOfDifferentPropertiesAndObjectsMerge() {
        UUID docId = test.whiteboard(A);
        update(ANN, docId, "{\"id\":\"a\",\"set\":{\"x\":1}}");
        List<OperationResult> results = test.submit(
                BOB, docId, 1, 1, OperationType.CREATE, "{\"id\":\"a\",\"set\":{\"y\":2}}", "{\"id\":\"b\"}");

        assertThat(test.content(docId)).isEqualTo("{\"objects\":{\"a\":{\"x\":1,\"y\":2},\"b\":{}}}");
        assertThat(results)
                .allMatch(
                        result -> ((OperationResult.Applied) result).conflict().isEmpty());
    }

    @Test
    void ofOnePropertyTheLastWriterInServerOrderWinsAndTheLoserIsNamed() {
        UUID docId = test.whiteboard(A);
        update(ANN, docId, "{\"id\":\"a\",\"set\":{\"x\":1,\"y\":1}}");

        Conflict conflict = conflict(update(BOB, docId, "{\"id\":\"a\",\"set\":{\"x\":2},\"unset\":[\"y\"]}"));

        assertThat(test.content(docId)).isEqualTo("{\"objects\":{\"a\":{\"x\":2}}}");
        assertThat(conflict.parts())
                .containsExactlyInAnyOrder(
                        new Conflict.Part("a/x", Outcome.COMMITTED_OVERRIDDEN, ANNS_VERSION_2),
                        new Conflict.Part("a/y", Outcome.COMMITTED_OVERRIDDEN, ANNS_VERSION_2));
    }

    @Test
    void changeOfAPropertyThatTheAuthorHasSeenIsNoConflict() {
        UUID docId = test.whiteboard(A);
        update(ANN, docId, "{\"id\":\"a\",\"set\":{\"x\":1}}");

        List<OperationResult> results =
                test.submit(BOB, docId, 2, 1, OperationType.UPDATE, "{\"id\":\"a\",\"set\":{\"x\":2}}");

        assertThat(applied(results).conflict()).isEmpty();
    }

    @Test
    void whatTheAuthorsOwnEarlierOperationOverrodeIsNoConflictAgain() {
        UUID docId = test.whiteboard(A);
        update(ANN, docId, "{\"id\":\"a\",\"set\":{\"x\":1}}");

        List<OperationResult> results =
                update(BOB, docId, "{\"id\":\"a\",\"set\":{\"x\":2}}", "{\"id\":\"a\",\"set\":{\"x\":3}}");

        assertThat(conflict(results).parts()).hasSize(1);
        assertThat(applied(results.subList(1, 2)).conflict()).isEmpty();
    }

    @Test
    void deletionBeatsAConcurrentChangeAndItsAuthorIsTold() {
        UUID docId = test.whiteboard(A);
        RecordingSubscriber subscriber = new RecordingSubscriber();
        test.manager.subscribe(OWNER, SubscribeRequest.fromVersion(docId, 1), subscriber);
        test.submit(ANN, docId, 1, 1, OperationType.DELETE, DELETE_A);

        List<OperationResult> results = update(BOB, docId, "{\"id\":\"a\",\"set\":{\"x\":2}}");

        assertThat(test.content(docId)).isEqualTo("{\"objects\":{}}");
        assertThat(applied(results).operation().data().utf8()).isEqualTo("{}");
        assertThat(conflict(results).parts())
                .containsExactly(new Conflict.Part("a", Outcome.INCOMING_DROPPED, ANNS_VERSION_2));
        assertThat(subscriber.awaitVersion(3).events(DocumentEvent.OperationApplied.class))
                .extracting(DocumentEvent.OperationApplied::conflict)
                .containsExactly(Optional.empty(), Optional.of(conflict(results)));
    }

    @Test
    void droppedChangeIsNotSaidToOverrideAnything() {
        UUID docId = test.whiteboard(A);
        update(ANN, docId, "{\"id\":\"a\",\"set\":{\"x\":1}}");
        test.submit(ANN, docId, 2, 2, OperationType.DELETE, DELETE_A);

        Conflict conflict = conflict(update(BOB, docId, "{\"id\":\"a\",\"set\":{\"x\":2}}"));

        assertThat(conflict.parts())
                .extracting(Conflict.Part::path, Conflict.Part::outcome)
                .containsExactly(tuple("a", Outcome.INCOMING_DROPPED));
    }

    @Test
    void deletionOverridesConcurrentChangesAndSaysSo() {
        UUID docId = test.whiteboard(A);
        update(ANN, docId, "{\"id\":\"a\",\"set\":{\"x\":1}}");

        Conflict conflict = conflict(test.submit(BOB, docId, 1, 1, OperationType.DELETE, DELETE_A));

        assertThat(test.content(docId)).isEqualTo("{\"objects\":{}}");
        assertThat(conflict.parts())
                .containsExactly(new Conflict.Part("a", Outcome.COMMITTED_OVERRIDDEN, ANNS_VERSION_2));
    }

    @Test
    void twoDeletionsOfOneObjectAgree() {
        UUID docId = test.whiteboard(A);
        test.submit(ANN, docId, 1, 1, OperationType.DELETE, DELETE_A);

        assertThat(applied(test.submit(BOB, docId, 1, 1, OperationType.DELETE, DELETE_A))
                        .conflict())
                .isEmpty();
    }

    @Test
    void objectDeletedBeforeTheAuthorLookedDoesNotExist() {
        UUID docId = test.whiteboard(A);
        test.submit(ANN, docId, 1, 1, OperationType.DELETE, DELETE_A);

        List<OperationResult> results =
                test.submit(BOB, docId, 2, 1, OperationType.UPDATE, "{\"id\":\"a\",\"set\":{\"x\":2}}");

        assertThat(rejection(results).message()).isEqualTo("id is \"a\", allowed for UPDATE is an existing object");
    }

    @Test
    void ofTwoMovesThatTogetherWouldCloseACircleTheSecondIsLeftOut() {
        UUID docId = test.whiteboard("{\"objects\":{\"a\":{},\"b\":{}}}");
        test.submit(ANN, docId, 1, 1, OperationType.MOVE, place("a", "b"));

        List<OperationResult> results = test.submit(BOB, docId, 1, 1, OperationType.MOVE, place("b", "a"));

        assertThat(test.content(docId))
                .isEqualTo("{\"objects\":{\"a\":{\"place\":{\"parent\":\"b\",\"order\":\"m\"}},\"b\":{}}}");
        assertThat(conflict(results).parts())
                .containsExactly(new Conflict.Part("b/place", Outcome.INCOMING_DROPPED, Optional.empty()));
        assertThat(applied(results).operation().data().utf8()).isEqualTo("{\"id\":\"b\"}");
    }

    @Test
    void placeBelowTooManyParentsIsLeftOut() {
        UUID docId = test.whiteboard("{\"objects\":{\"o0\":{}}}");
        for (int depth = 1; depth < ObjectModel.MAX_DEPTH; depth++) {
            String below = place("o" + depth, "o" + (depth - 1));
            List<OperationResult> results = test.submit(ANN, docId, depth, depth, OperationType.CREATE, below);
            assertThat(applied(results).conflict()).as("depth %d", depth).isEmpty();
        }

        String tooDeep = place("deep", "o" + (ObjectModel.MAX_DEPTH - 1));
        List<OperationResult> results =
                test.submit(ANN, docId, ObjectModel.MAX_DEPTH, ObjectModel.MAX_DEPTH, OperationType.CREATE, tooDeep);
        assertThat(conflict(results).parts()).extracting(Conflict.Part::path).containsExactly("deep/place");
    }

    @Test
    void objectCannotBeItsOwnParent() {
        UUID docId = test.whiteboard("{\"objects\":{\"a\":{}}}");

        assertThat(conflict(test.submit(ANN, docId, 1, 1, OperationType.MOVE, place("a", "a")))
                        .parts())
                .extracting(Conflict.Part::path)
                .containsExactly("a/place");
    }

    @Test
    void circleThroughAParentThatIsCreatedLaterIsLeftOutToo() {
        UUID docId = test.whiteboard("{\"objects\":{\"a\":{}}}");
        test.submit(ANN, docId, 1, 1, OperationType.MOVE, place("a", "later"));

        List<OperationResult> results = test.submit(ANN, docId, 2, 2, OperationType.CREATE, place("later", "a"));

        assertThat(conflict(results).parts()).extracting(Conflict.Part::path).containsExactly("later/place");
        assertThat(test.content(docId)).contains("\"later\":{}");
    }

    @Test
    void sheetCellsKeyedByRowAndColumnIdsStayWhereTheyWereMeant() {
        UUID docId = test.document(DocumentType.SHEET, "{\"objects\":{\"row-1\":{\"col-1\":\"old\"}}}");
        test.submit(ANN, docId, 1, 1, OperationType.CREATE, "{\"id\":\"row-0\",\"set\":{\"col-1\":\"inserted\"}}");

        update(BOB, docId, "{\"id\":\"row-1\",\"set\":{\"col-1\":\"=A1*2\"}}");

        assertThat(test.content(docId))
                .isEqualTo("{\"objects\":{\"row-0\":{\"col-1\":\"inserted\"},\"row-1\":{\"col-1\":\"=A1*2\"}}}");
    }

    @Test
    void lastWriterWinsIsRecordedAsSuch() {
        try (TestManager lww = withStrategy(ConflictStrategy.LAST_WRITER_WINS)) {
            assertThat(conflict(writeTwice(lww)).strategy()).isEqualTo(ConflictStrategy.LAST_WRITER_WINS);
        }
    }

    @Test
    void rejectingIsAChoice() {
        try (TestManager strict = withStrategy(ConflictStrategy.REJECT)) {
            assertThat(rejection(writeTwice(strict)).reason()).isEqualTo(Rejection.Reason.CONFLICT);
        }
    }

    private static TestManager withStrategy(ConflictStrategy strategy) {
        return new TestManager(config -> config.model(DocumentType.WHITEBOARD, new ObjectModel(), strategy));
    }

    private static List<OperationResult> writeTwice(TestManager on) {
        UUID docId = on.whiteboard(A);
        on.submit(ANN, docId, 1, 1, OperationType.UPDATE, "{\"id\":\"a\",\"set\":{\"x\":1}}");
        return on.submit(BOB, docId, 1, 1, OperationType.UPDATE, "{\"id\":\"a\",\"set\":{\"x\":2}}");
    }

    private List<OperationResult> update(Caller caller, UUID docId, String... data) {
        return test.submit(caller, docId, 1, 1, OperationType.UPDATE, data);
    }

    private static String place(String id, String parent) {
        return "{\"id\":\"" + id + "\",\"set\":{\"place\":{\"parent\":\"" + parent + "\",\"order\":\"m\"}}}";
    }
}
