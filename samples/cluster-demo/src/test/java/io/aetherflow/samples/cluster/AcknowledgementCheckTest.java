// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.samples.editors.Measurements;
import io.aetherflow.samples.editors.Measurements.EditKey;
import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The check must find what it is there for: each test plants one fault in a log that is right. */
class AcknowledgementCheckTest {
    private static final UUID DOC = new UUID(0, 1);

    private final List<Operation> log = new ArrayList<>(
            List.of(operation(1, "", 0), operation(2, "a", 1), operation(3, "b", 1), operation(4, "a", 2)));
    private final Map<EditKey, Long> acknowledged =
            new HashMap<>(Map.of(key("a", 1), 2L, key("b", 1), 3L, key("a", 2), 4L));

    @Test
    void logWithAllEditsOnceIsRight() {
        assertThat(check()).isEqualTo(new AcknowledgementCheck(3, 0, 0, 0, 0));
    }

    @Test
    void editThatWasNeverAcknowledgedMayBeInTheLogOrNot() {
        acknowledged.remove(key("a", 2));

        assertThat(check()).isEqualTo(new AcknowledgementCheck(2, 0, 0, 0, 0));
        log.remove(3);
        assertThat(check()).isEqualTo(new AcknowledgementCheck(2, 0, 0, 0, 0));
    }

    @Test
    void lostEditIsFound() {
        log.set(2, operation(3, "c", 1));

        assertThat(check()).isEqualTo(new AcknowledgementCheck(3, 1, 0, 0, 0));
    }

    @Test
    void editLostAtTheEndIsFound() {
        log.remove(3);

        assertThat(check().lost()).isEqualTo(1);
    }

    @Test
    void duplicatedEditIsFound() {
        log.add(operation(5, "b", 1));

        assertThat(check()).isEqualTo(new AcknowledgementCheck(3, 0, 1, 0, 0));
    }

    @Test
    void duplicateOfAnEditThatWasNotAcknowledgedIsFound() {
        log.add(operation(5, "c", 7));
        log.add(operation(6, "c", 7));

        assertThat(check().duplicated()).isEqualTo(1);
    }

    @Test
    void editAtAnotherVersionThanAcknowledgedIsFound() {
        acknowledged.put(key("b", 1), 4L);

        assertThat(check()).isEqualTo(new AcknowledgementCheck(3, 0, 0, 1, 0));
    }

    @Test
    void acknowledgementWithoutAVersionIsRightAtAnyVersion() {
        acknowledged.put(key("b", 1), Measurements.UNKNOWN_VERSION);

        assertThat(check().misplaced()).isZero();
    }

    @Test
    void gapIsFound() {
        log.add(operation(6, "a", 3));

        assertThat(check().gaps()).isEqualTo(1);
    }

    @Test
    void logsOfTwoDocumentsAreApart() {
        UUID other = new UUID(0, 2);
        DocumentLog otherLog = new DocumentLog(other, List.of(operation(1, "", 0), operation(2, "a", 1)));
        acknowledged.put(new EditKey(other, "a", 1), 2L);

        assertThat(AcknowledgementCheck.of(acknowledged, List.of(new DocumentLog(DOC, log), otherLog)))
                .isEqualTo(new AcknowledgementCheck(4, 0, 0, 0, 0));
    }

    private AcknowledgementCheck check() {
        return AcknowledgementCheck.of(acknowledged, List.of(new DocumentLog(DOC, log)));
    }

    private static EditKey key(String clientId, long clientSeq) {
        return new EditKey(DOC, clientId, clientSeq);
    }

    private static Operation operation(long version, String clientId, long clientSeq) {
        return new Operation(
                new UUID(1, version),
                DOC,
                clientId,
                clientSeq,
                OperationType.TEXT,
                Payload.empty(),
                version - 1,
                version,
                Caller.of("u", "s"),
                Instant.EPOCH,
                Map.of());
    }
}
