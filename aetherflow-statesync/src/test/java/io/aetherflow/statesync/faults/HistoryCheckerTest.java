// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The checker finds what it is there to find. */
class HistoryCheckerTest {
    private static final UUID DOC = UUID.randomUUID();
    private static final Operation CREATION = operation(1, "", 0, 0);
    private static final Operation FIRST = operation(2, "a", 1, 0);
    private static final Operation SECOND = operation(3, "b", 1, 0);
    private static final List<Attempt> BOTH = List.of(acknowledged("a", 1, 10, 2, 20), acknowledged("b", 1, 30, 3, 40));

    private static Operation operation(long version, String clientId, long seq, long fence) {
        Map<String, String> extra = fence == 0 ? Map.of() : Map.of(HistoryChecker.FENCE, Long.toString(fence));
        return new Operation(
                UUID.randomUUID(),
                DOC,
                clientId,
                seq,
                OperationType.TEXT,
                Payload.empty(),
                version - 1,
                version,
                Caller.of("user", "tab"),
                Instant.EPOCH,
                extra);
    }

    private static Attempt acknowledged(String clientId, long seq, long started, long version, long answered) {
        return new Attempt(clientId, seq, started, Optional.of(new Attempt.Answer(version, answered)));
    }

    private static List<String> check(List<Operation> log, List<Attempt> attempts) {
        return HistoryChecker.check(log, attempts, Map.of());
    }

    @Test
    void goodHistoryHasNoViolation() {
        Attempt unanswered = new Attempt("c", 1, 5, Optional.empty());
        assertThat(HistoryChecker.check(
                        List.of(CREATION, FIRST, SECOND, operation(4, "c", 1, 0)),
                        List.of(BOTH.get(0), BOTH.get(1), unanswered),
                        Map.of("subscriber", List.of(2L, 3L, 4L))))
                .isEmpty();
    }

    @Test
    void lostOperationIsFound() {
        assertThat(check(List.of(CREATION, FIRST), BOTH))
                .singleElement()
                .asString()
                .contains("the log says null");
    }

    @Test
    void doubledOperationIsFound() {
        assertThat(check(List.of(CREATION, FIRST, SECOND, operation(4, "b", 1, 0)), BOTH))
                .anyMatch(violation -> violation.contains("in the log twice"));
    }

    @Test
    void operationThatNobodySentIsFound() {
        assertThat(check(List.of(CREATION, FIRST, SECOND, operation(4, "c", 1, 0)), BOTH))
                .singleElement()
                .asString()
                .contains("never sent");
    }

    @Test
    void holeAndRepetitionInTheVersionsAreFound() {
        assertThat(check(List.of(CREATION, SECOND), BOTH.subList(1, 2)))
                .anyMatch(text -> text.contains("where 2 belongs"));
        assertThat(check(List.of(CREATION, FIRST, operation(2, "b", 1, 0)), BOTH))
                .anyMatch(text -> text.contains("where 3 belongs"));
    }

    @Test
    void orderAgainstRealTimeIsFound() {
        List<Attempt> attempts = List.of(acknowledged("a", 1, 30, 2, 40), acknowledged("b", 1, 10, 3, 20));

        assertThat(check(List.of(CREATION, FIRST, SECOND), attempts))
                .singleElement()
                .asString()
                .contains("although");
    }

    @Test
    void subscriberThatMissedOrGotTwiceOrStoppedIsFound() {
        List<Operation> log = List.of(CREATION, FIRST, SECOND);
        for (List<Long> seen : List.of(List.of(3L), List.of(2L, 2L, 3L), List.of(2L))) {
            assertThat(HistoryChecker.check(log, BOTH, Map.of("subscriber", seen)))
                    .hasSize(1);
        }
    }

    @Test
    void writeOfALateLockHolderIsFound() {
        List<Operation> log = List.of(CREATION, operation(2, "a", 1, 2), operation(3, "b", 1, 1));

        assertThat(check(log, BOTH)).singleElement().asString().contains("under fence 1");
    }
}
