// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.TestLimits;
import io.aetherflow.statesync.TestManager;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextModel;
import io.aetherflow.statesync.model.TextOperation;
import io.aetherflow.statesync.replica.DocumentReplica;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * People who really typed at once, replayed as replicas that submit without waiting for what others did: server and
 * replicas end in the text that was recorded.
 */
class ConcurrentHistoryTest {
    private static final TextModel MODEL = new TextModel();

    @Test
    void agentsOfARecordedSessionEndInTheRecordedText() {
        EditingHistory history = EditingHistory.read("clownschool");
        LogOrder schedule = new LogOrder(history);
        try (TestManager test = new TestManager(TestLimits.with(
                limits -> limits.operationsPerSubmission(100_000).rebaseVersions(1_000_000)))) {
            UUID docId = test.document(DocumentType.TEXT, history.startContent());
            List<Operation> log = new ArrayList<>();
            List<Agent> agents = IntStream.range(0, history.agents())
                    .mapToObj(number -> new Agent(number, test, docId, log))
                    .toList();

            long carried = 0;
            for (int index : schedule.order()) {
                EditingHistory.Transaction transaction = history.transactions().get(index);
                Agent agent = agents.get(transaction.agent());
                agent.receiveWhatWasSeen(schedule, index);
                Operation committed = agent.editAndSubmit(transaction);
                carried += committed.prevVersion() < committed.version() - 1 ? 1 : 0;
                log.add(committed);
            }

            assertThat(carried).as("operations carried over others").isGreaterThan(1_000);
            assertThat(test.content(docId)).isEqualTo(history.endContent());
            for (Agent agent : agents) {
                agent.receiveAll();
                assertThat(agent.replica.content().toString()).isEqualTo(history.endContent());
                assertThat(agent.replica.pending()).isEmpty();
            }
        }
    }

    private static final class Agent {
        private final int number;
        private final TestManager test;
        private final Caller caller;
        private final DocumentReplica<Rope, TextOperation> replica;
        /** What was committed after version 1, by everybody. */
        private final List<Operation> log;

        Agent(int number, TestManager test, UUID docId, List<Operation> log) {
            this.number = number;
            this.test = test;
            this.log = log;
            this.caller = TestManager.OWNER;
            // Where two insert at one place the lower agent's text goes first, and so must its id.
            this.replica = new DocumentReplica<>(MODEL, "agent-" + number, test.manager.document(caller, docId));
        }

        /** Receives own operations and those seen before a transaction was made, up to the first that was not. */
        void receiveWhatWasSeen(LogOrder schedule, int transaction) {
            while (replica.version() - 1 < log.size()) {
                Operation next = log.get((int) replica.version() - 1);
                int by = Integer.parseInt(next.clientId().substring("agent-".length()));
                if (by != number && next.clientSeq() > schedule.seen(transaction, by)) {
                    return;
                }
                replica.receive(next);
            }
        }

        Operation editAndSubmit(EditingHistory.Transaction transaction) {
            replica.edit(OperationType.TEXT, transaction.operation());
            Submission submission = replica.nextSubmission(100_000).orElseThrow();
            List<OperationResult> results = test.manager.apply(caller, submission);
            OperationResult.Applied last = (OperationResult.Applied) results.get(results.size() - 1);
            assertThat(last.duplicate()).isFalse();
            return last.operation();
        }

        void receiveAll() {
            log.forEach(replica::receive);
        }
    }
}
