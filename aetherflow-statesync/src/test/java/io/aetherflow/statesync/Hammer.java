// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import io.aetherflow.statesync.model.TextModel;
import io.aetherflow.statesync.model.TextOperation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Writers that type marks nobody else types, and the check that each acknowledged one was committed once. */
final class Hammer {
    private static final TextModel MODEL = new TextModel();
    private static final Set<String> USERS =
            IntStream.range(0, 16).mapToObj(i -> "user-" + i).collect(Collectors.toUnmodifiableSet());

    private Hammer() {}

    static UUID create(StateSyncManager manager) {
        Permissions all = new Permissions("owner", USERS, Set.of(), false);
        return manager.create(OWNER, NewDocument.of("shared", DocumentType.TEXT).with(all))
                .id();
    }

    static Caller caller(int writer) {
        return Caller.of("user-" + writer, "session-" + writer);
    }

    static RecordingSubscriber subscribe(StateSyncManager manager, UUID docId) {
        RecordingSubscriber subscriber = new RecordingSubscriber();
        manager.subscribe(OWNER, SubscribeRequest.fromVersion(docId, 1), subscriber);
        return subscriber;
    }

    static List<OperationResult> write(StateSyncManager manager, UUID docId, int writer, int submissions) {
        List<OperationResult> results = new ArrayList<>();
        for (int seq = 1; seq <= submissions; seq++) {
            results.addAll(manager.apply(caller(writer), next(manager, docId, writer, seq)));
        }
        return results;
    }

    /** One more mark of a writer, made on the version that a manager knows. */
    static Submission next(StateSyncManager manager, UUID docId, int writer, long seq) {
        long version = manager.document(OWNER, docId).version();
        Payload data = MODEL.format(TextOperation.replace(0, 0, mark(writer, seq)));
        return new Submission(
                docId, "client-" + writer, version, List.of(new ClientOperation(seq, OperationType.TEXT, data)));
    }

    private static String mark(int writer, long seq) {
        return "<" + writer + ":" + seq + ">";
    }

    static void verify(StateSyncManager manager, UUID docId, List<List<OperationResult>> answers) {
        List<Operation> acknowledged = answers.stream()
                .flatMap(List::stream)
                .map(result -> ((OperationResult.Applied) result).operation())
                .sorted(Comparator.comparingLong(Operation::version))
                .toList();
        List<Operation> log = Replay.log(manager, docId);
        String content = manager.document(OWNER, docId).content().utf8();

        assertThat(log.subList(1, log.size())).isEqualTo(acknowledged);
        assertThat(log.stream().map(Operation::version))
                .isEqualTo(LongStream.rangeClosed(1, log.size()).boxed().toList());
        assertThat(content).isEqualTo(Replay.of(manager, docId));
        for (Operation operation : acknowledged) {
            int writer = Integer.parseInt(operation.clientId().substring("client-".length()));
            assertThat(content).containsOnlyOnce(mark(writer, operation.clientSeq()));
        }
    }
}
