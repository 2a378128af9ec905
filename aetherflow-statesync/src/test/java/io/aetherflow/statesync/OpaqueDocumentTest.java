// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.conflict;
import static io.aetherflow.statesync.TestManager.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.OpaqueModel;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Overlap.Outcome;
import io.aetherflow.statesync.model.Payload;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpaqueDocumentTest {
    private final TestManager test = new TestManager();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void anyBytesReplaceAnyBytes() {
        Payload bytes = Payload.of(new byte[] {0, -1, (byte) 0xC0, 7});
        UUID docId = test.document(DocumentType.OPAQUE, "old");

        test.manager.apply(
                ANN, new Submission(docId, "ann", 1, List.of(new ClientOperation(1, OperationType.UPDATE, bytes))));
        assertThat(test.manager.document(ANN, docId).content()).isEqualTo(bytes);

        replace(test, ANN, docId, 2, 2, "");
        assertThat(test.content(docId)).isEmpty();
    }

    @Test
    void concurrentWriteIsRejectedWithTheCurrentVersionByDefault() {
        UUID docId = test.document(DocumentType.OPAQUE, "old");
        replace(test, ANN, docId, 1, 1, "ann's");

        assertThat(rejection(replace(test, BOB, docId, 1, 1, "bob's")))
                .isEqualTo(new Rejection(
                        1,
                        Rejection.Reason.CONFLICT,
                        "content was changed by version 2, allowed is a change made at the current version 2"));
        assertThat(test.content(docId)).isEqualTo("ann's");
    }

    @Test
    void severalWritesOfOneClientInFlightAreNoConflict() {
        UUID docId = test.document(DocumentType.OPAQUE, "old");

        replace(test, ANN, docId, 1, 1, "one", "two");
        replace(test, ANN, docId, 1, 1, "one", "two", "three");

        assertThat(test.content(docId)).isEqualTo("three");
    }

    @Test
    void lastWriterWinsByChoiceAndTheOverriddenWriteIsRecorded() {
        try (TestManager lww = new TestManager(
                config -> config.model(DocumentType.OPAQUE, new OpaqueModel(), ConflictStrategy.LAST_WRITER_WINS))) {
            UUID docId = lww.document(DocumentType.OPAQUE, "old");
            replace(lww, ANN, docId, 1, 1, "ann's");

            List<OperationResult> results = replace(lww, BOB, docId, 1, 1, "bob's");

            assertThat(lww.content(docId)).isEqualTo("bob's");
            assertThat(conflict(results).parts())
                    .extracting(Conflict.Part::outcome)
                    .containsExactly(Outcome.COMMITTED_OVERRIDDEN);
        }
    }

    private static List<OperationResult> replace(
            TestManager test, Caller caller, UUID docId, long prevVersion, long seq, String... contents) {
        return test.submit(caller, docId, prevVersion, seq, OperationType.UPDATE, contents);
    }
}
