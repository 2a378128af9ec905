// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.OWNER;
import static io.aetherflow.statesync.TestManager.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be read back: operations, conflicts, counts. */
class HistoryTest {
    private final TestManager test = new TestManager(new ManualClock(), newStore(), config -> config);
    private final UUID docId = test.text("start ");

    /** An empty store. */
    StateStore newStore() {
        return new InMemoryStateStore(new ManualClock());
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void historyIsReadInPiecesOldestFirst() {
        test.edit(ANN, docId, 1, "[\"a\"]", "[\"b\"]", "[\"c\"]");

        assertThat(versions(0, 2)).containsExactly(1L, 2L);
        assertThat(versions(2, 2)).containsExactly(3L, 4L);
        assertThat(versions(4, 2)).isEmpty();
    }

    private List<Long> versions(long after, int limit) {
        return test.manager.history(VIEWER, docId, after, limit).stream()
                .map(Operation::version)
                .toList();
    }

    @Test
    void replayedHistoryGivesTheContent() {
        test.edit(ANN, docId, 1, "[6,\"a\"]", "[7,\"b\"]");
        test.edit(BOB, docId, 1, "[\"begin \",{\"d\":6}]");

        assertThat(Replay.of(test.manager, docId))
                .isEqualTo(test.content(docId))
                .isEqualTo("begin ab");
    }

    @Test
    void conflictsAreReadFromAnyVersion() {
        test.edit(ANN, docId, 1, "[{\"d\":6}]");
        test.edit(BOB, docId, 1, "[{\"d\":5}]", "[{\"d\":1}]");

        assertThat(test.manager.conflicts(VIEWER, docId, 0, 10))
                .extracting(Conflict::version)
                .containsExactly(3L, 4L);
        assertThat(test.manager.conflicts(VIEWER, docId, 3, 10)).hasSize(1);
        assertThat(test.manager.conflicts(VIEWER, docId, 0, 1)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"-1, 10, afterVersion", "0, 0, limit", "0, 1001, limit"})
    void rangeOutsideTheLimitsIsRefused(long after, int limit, String field) {
        assertThatThrownBy(() -> test.manager.history(OWNER, docId, after, limit))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.field()).isEqualTo(field));
        assertThatThrownBy(() -> test.manager.conflicts(OWNER, docId, after, limit))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void statsCountEverything() {
        UUID archived = test.text("");
        UUID deleted = test.text("");
        test.edit(ANN, docId, 1, "[{\"d\":6}]");
        test.edit(BOB, docId, 1, "[{\"d\":6}]");
        test.manager.update(OWNER, archived, DocumentUpdate.NOTHING.state(DocumentState.ARCHIVED));
        test.manager.delete(OWNER, deleted);
        test.manager.subscribe(VIEWER, SubscribeRequest.fromSnapshot(docId), new RecordingSubscriber());

        assertThat(test.manager.stats()).isEqualTo(new StateSyncStats(2, 1, 1, 4, 1, 0, 1));
    }
}
