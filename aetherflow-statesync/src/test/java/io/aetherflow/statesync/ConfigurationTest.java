// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.statesync.model.OperationType;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0, 1, 1, 1, 1, 1, 1 | maxOperationBytes",
                "16777217, 33554432, 1, 1, 1, 1, 1 | maxOperationBytes",
                "2, 1, 1, 1, 1, 1, 1 | maxDocumentBytes",
                "1, 1, 0, 1, 1, 1, 1 | maxOperationsPerSubmission",
                "1, 1, 1, 0, 1, 1, 1 | maxRebaseVersions",
                "1, 1, 1, 1, 0, 1, 1 | maxSubscribersPerDocument",
                "1, 1, 1, 1, 1, 0, 1 | maxDocumentsInMemory",
                "1, 1, 1, 1, 1, 1, 0 | snapshotInterval",
            })
    void limitOutsideItsRangeIsRefusedByName(String values, String field) {
        int[] v = Arrays.stream(values.split(", ")).mapToInt(Integer::parseInt).toArray();

        assertThatThrownBy(() -> new StateSyncLimits(v[0], v[1], v[2], v[3], v[4], v[5], v[6]))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.field()).isEqualTo(field));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 257})
    void numberOfDeliveryThreadsHasARange(int threads) {
        assertThatThrownBy(() -> StateSyncConfig.builder().deliveryThreads(threads))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("deliveryThreads is \"" + threads + "\", allowed is 1 to 256");
    }

    @Test
    void subscribersAreCalledOnThreadsOfTheConfiguredName() throws InterruptedException {
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        try (TestManager test = new TestManager(config -> config.threadNamePrefix("mine-"))) {
            UUID docId = test.text("");
            test.manager.subscribe(VIEWER, SubscribeRequest.fromSnapshot(docId), new RecordingSubscriber() {
                @Override
                void received(DocumentEvent event) {
                    threads.add(Thread.currentThread().getName());
                }
            });

            assertThat(threads.poll(30, TimeUnit.SECONDS)).startsWith("mine-");
        }
    }

    @Test
    void applicationsServeTypesOfTheirOwn() {
        try (TestManager test = new TestManager(config -> config.model(FragileModel.TYPE, new FragileModel()))) {
            UUID docId = test.document(FragileModel.TYPE, "old");
            test.submit(ANN, docId, 1, 1, OperationType.UPDATE, "ann's");

            test.submit(BOB, docId, 1, 1, OperationType.UPDATE, "bob's");

            assertThat(test.content(docId)).isEqualTo("bob's");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Text", "1st", "a b", "ünicode", "a23456789012345678901234567890123"})
    void namesOfTypesAreShortAndPlain(String name) {
        assertThatThrownBy(() -> new DocumentType(name)).isInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "tab\t", "größe"})
    void idsAreVisibleAscii(String id) {
        assertThatThrownBy(() -> Caller.of(id, "session")).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> Caller.of("user", id)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> Permissions.ownedBy(id)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void textForPeopleHasNoNul() {
        assertThatThrownBy(() -> NewDocument.of("a\0b", DocumentType.TEXT))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.field()).isEqualTo("name"));
    }
}
