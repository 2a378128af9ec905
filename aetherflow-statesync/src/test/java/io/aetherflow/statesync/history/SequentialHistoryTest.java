// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aetherflow.statesync.ClientOperation;
import io.aetherflow.statesync.DocumentEvent;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.SubscribeRequest;
import io.aetherflow.statesync.TestManager;
import io.aetherflow.statesync.history.EditingHistory.Patch;
import io.aetherflow.statesync.history.EditingHistory.Transaction;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextModel;
import io.aetherflow.statesync.model.TextOperation;
import io.aetherflow.statesync.replica.DocumentReplica;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts typed by one person, replayed keystroke by keystroke, end exactly as they did. */
class SequentialHistoryTest {
    private static final TextModel MODEL = new TextModel();

    @ParameterizedTest
    @ValueSource(strings = {"automerge-paper", "rustcode", "sveltecomponent", "json-crdt-patch"})
    void recordedTextComesOutOfTheModel(String name) {
        EditingHistory history = EditingHistory.read(name);

        Rope content = Rope.of(history.startContent());
        for (Transaction transaction : history.transactions()) {
            for (Patch patch : transaction.patches()) {
                content = MODEL.apply(content, patch.operation());
            }
        }

        assertThat(content.toString()).isEqualTo(history.endContent());
        assertThat(content.length())
                .isEqualTo(history.endContent()
                        .codePointCount(0, history.endContent().length()));
    }

    @Test
    void recordedTextComesOutOfTheManagerAndOfASubscribedReplica() {
        EditingHistory history = EditingHistory.read("json-crdt-patch");
        try (TestManager test = new TestManager()) {
            UUID docId = test.document(DocumentType.TEXT, history.startContent());
            Follower follower = new Follower();
            test.manager.subscribe(TestManager.VIEWER, SubscribeRequest.fromSnapshot(docId), follower);

            long version = 1;
            for (Transaction transaction : history.transactions()) {
                List<ClientOperation> operations = new ArrayList<>();
                for (Patch patch : transaction.patches()) {
                    long seq = version + operations.size();
                    operations.add(new ClientOperation(seq, OperationType.TEXT, MODEL.format(patch.operation())));
                }
                test.manager.apply(TestManager.ANN, new Submission(docId, "ann", version, operations));
                version += operations.size();
            }

            long last = version;
            await().atMost(Duration.ofSeconds(30)).until(() -> follower.version == last);
            assertThat(test.content(docId)).isEqualTo(history.endContent());
            assertThat(follower.replica().content().toString()).isEqualTo(history.endContent());
        }
    }

    /** Keeps a replica up to date. */
    private static final class Follower implements Flow.Subscriber<DocumentEvent> {
        private volatile @Nullable DocumentReplica<Rope, TextOperation> replica;
        private volatile long version;

        DocumentReplica<Rope, TextOperation> replica() {
            return Objects.requireNonNull(replica);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(DocumentEvent event) {
            if (event instanceof DocumentEvent.SnapshotTaken taken) {
                replica = new DocumentReplica<>(MODEL, "follower", taken.document());
            } else if (event instanceof DocumentEvent.OperationApplied applied) {
                replica().receive(applied.operation());
            }
            version = replica().version();
        }

        @Override
        public void onError(Throwable reason) {}

        @Override
        public void onComplete() {}
    }
}
