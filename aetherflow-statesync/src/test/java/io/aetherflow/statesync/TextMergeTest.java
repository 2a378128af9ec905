// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.OWNER;
import static io.aetherflow.statesync.TestManager.applied;
import static io.aetherflow.statesync.TestManager.conflict;
import static io.aetherflow.statesync.TestManager.operation;
import static io.aetherflow.statesync.TestManager.rejection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Overlap;
import io.aetherflow.statesync.model.TextModel;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextMergeTest {
    private final TestManager test = new TestManager();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void concurrentEditsOfDifferentPlacesAreBothKeptWithoutAConflict() {
        UUID docId = test.text("hello world");
        test.edit(ANN, docId, 1, "[{\"d\":5},\"HELLO\"]");

        List<OperationResult> results = test.edit(BOB, docId, 1, "[6,{\"d\":5},\"WORLD\"]");

        assertThat(test.content(docId)).isEqualTo("HELLO WORLD");
        assertThat(applied(results).conflict()).isEmpty();
        assertThat(test.manager.conflicts(OWNER, docId, 0, 10)).isEmpty();
    }

    @Test
    void staleOperationIsCarriedNotAppliedAsItStands() {
        UUID docId = test.text("abc");
        test.edit(ANN, docId, 1, "[\"123\"]");

        Operation committed = applied(test.edit(BOB, docId, 1, "[3,\"d\"]")).operation();

        assertThat(committed.data().utf8()).isEqualTo("[6,\"d\"]");
        assertThat(committed.prevVersion()).isEqualTo(1);
        assertThat(test.content(docId)).isEqualTo("123abcd");
    }

    @Test
    void overlappingDeletionsAreMergedAndRecordedAsAConflict() {
        UUID docId = test.text("0123456789");
        test.edit(ANN, docId, 1, "[2,{\"d\":4}]");

        Conflict conflict = conflict(test.edit(BOB, docId, 1, "[4,{\"d\":4}]"));

        assertThat(test.content(docId)).isEqualTo("0189");
        assertThat(conflict.version()).isEqualTo(3);
        assertThat(conflict.baseVersion()).isEqualTo(1);
        assertThat(conflict.strategy()).isEqualTo(ConflictStrategy.MERGE);
        assertThat(conflict.userId()).isEqualTo("bob");
        assertThat(conflict.detectedAt()).isEqualTo(test.clock.instant());
        assertThat(conflict.parts())
                .containsExactly(new Conflict.Part(
                        "4..6", Overlap.Outcome.MERGED, Optional.of(new Conflict.Other(2, "ann", "ann"))));
        assertThat(test.manager.conflicts(OWNER, docId, 0, 10)).containsExactly(conflict);
    }

    @Test
    void textTypedIntoADeletedRangeSurvivesAndIsAConflict() {
        UUID docId = test.text("0123456789");
        test.edit(ANN, docId, 1, "[2,{\"d\":6}]");

        Conflict conflict = conflict(test.edit(BOB, docId, 1, "[5,\"new\"]"));

        assertThat(test.content(docId)).isEqualTo("01new89");
        assertThat(conflict.parts()).extracting(Conflict.Part::path).containsExactly("5..5");
    }

    @Test
    void insertionsAtOnePlaceGoInTheOrderOfTheClientIdsWhoeverIsFirst() {
        UUID annFirst = test.text("");
        test.edit(ANN, annFirst, 1, "[\"ann \"]");
        test.edit(BOB, annFirst, 1, "[\"bob \"]");
        UUID bobFirst = test.text("");
        test.edit(BOB, bobFirst, 1, "[\"bob \"]");
        test.edit(ANN, bobFirst, 1, "[\"ann \"]");

        assertThat(test.content(annFirst)).isEqualTo("ann bob ");
        assertThat(test.content(bobFirst)).isEqualTo("ann bob ");
    }

    @Test
    void clientIdsCompareAsTextNotAsUuids() {
        // As a java.util.UUID the first would be negative, hence lower.
        String high = "f0000000-0000-7000-8000-000000000000";
        String low = "10000000-0000-7000-8000-000000000000";
        UUID docId = test.text("");
        submit(docId, high, "[\"high \"]");
        submit(docId, low, "[\"low \"]");

        assertThat(test.content(docId)).isEqualTo("low high ");
    }

    private void submit(UUID docId, String clientId, String data) {
        test.manager.apply(ANN, new Submission(docId, clientId, 1, List.of(operation(1, OperationType.TEXT, data))));
    }

    @Test
    void charactersBeyondTheBasicPlaneAreNeverTornApart() {
        UUID docId = test.text("😀😀");
        test.edit(ANN, docId, 1, "[1,\"é\"]");

        test.edit(BOB, docId, 1, "[1,{\"d\":1},\"漢\"]");

        assertThat(test.content(docId)).isEqualTo("😀é漢");
    }

    @Test
    void lastWriterWinsMakesNoSenseForText() {
        assertThatThrownBy(() -> StateSyncConfig.builder()
                        .model(DocumentType.TEXT, new TextModel(), ConflictStrategy.LAST_WRITER_WINS))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("conflictStrategy is \"LAST_WRITER_WINS\", allowed is [MERGE, REJECT]");
    }

    @Test
    void byChoiceOverlapsAreRejectedAndOtherConcurrentEditsMerged() {
        try (TestManager strict =
                new TestManager(config -> config.model(DocumentType.TEXT, new TextModel(), ConflictStrategy.REJECT))) {
            UUID docId = strict.text("0123456789");
            strict.edit(ANN, docId, 1, "[2,{\"d\":4}]");

            assertThat(rejection(strict.edit(BOB, docId, 1, "[4,{\"d\":4}]")))
                    .isEqualTo(new Rejection(
                            1,
                            Rejection.Reason.CONFLICT,
                            "4..6 was changed by version 2, allowed is a change made at the current version 2"));
            List<ClientOperation> apart = List.of(operation(2, OperationType.TEXT, "[8,{\"d\":1}]"));
            strict.manager.apply(BOB, new Submission(docId, "bob", 1, apart, 1, Optional.empty()));
            assertThat(strict.content(docId)).isEqualTo("01679");
        }
    }
}
