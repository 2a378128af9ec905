// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.NewDocument;
import io.aetherflow.statesync.Permissions;
import io.aetherflow.statesync.model.DocumentModel;
import io.aetherflow.statesync.model.ObjectContent;
import io.aetherflow.statesync.model.ObjectModel;
import io.aetherflow.statesync.model.ObjectOperation;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextModel;
import io.aetherflow.statesync.model.TextOperation;
import io.aetherflow.statesync.replica.DocumentReplica;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several clients, each over its own connection, edit a text and a whiteboard at once and end alike. */
class ConcurrentEditingTest {
    private static final int USERS = 4;
    private static final int EDITS = 200;

    private final TestServer server = TestServer.start();
    private final ExecutorService users = Executors.newCachedThreadPool();

    static LongStream seeds() {
        return LongStream.range(0, 3);
    }

    @AfterEach
    void stop() {
        users.shutdownNow();
        server.close();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void copiesOfAllUsersAndTheServersEndAlike(long seed) throws InterruptedException, ExecutionException {
        SplittableRandom random = new SplittableRandom(seed);
        UUID text = create(NewDocument.of("text", DocumentType.TEXT).with(Payload.utf8("Grüße 😀")));
        UUID board = create(NewDocument.of("board", DocumentType.WHITEBOARD));
        List<EditingClient<Rope, TextOperation>> writers = join(text, new TextModel(), random);
        List<EditingClient<ObjectContent, ObjectOperation>> drawers = join(board, new ObjectModel(), random);

        List<Future<?>> work = new ArrayList<>();
        writers.forEach(each -> work.add(users.submit(editing(each, random.split(), ConcurrentEditingTest::type))));
        drawers.forEach(each -> work.add(users.submit(editing(each, random.split(), ConcurrentEditingTest::draw))));
        for (Future<?> each : work) {
            each.get();
        }
        expectAlike(text, writers, seed);
        expectAlike(board, drawers, seed);
        assertThat(server.documents.conflicts(Requests.ANN, board, 0, 1))
                .as("seed %d", seed)
                .isNotEmpty();
    }

    private UUID create(NewDocument request) {
        return server.documents
                .create(Requests.ANN, request.with(new Permissions("ann", userIds(), Set.of(), false)))
                .id();
    }

    private static Set<String> userIds() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < USERS; i++) {
            ids.add("user-" + i);
        }
        return ids;
    }

    private <C, O> List<EditingClient<C, O>> join(UUID docId, DocumentModel<C, O> model, SplittableRandom random)
            throws InterruptedException, ExecutionException {
        List<EditingClient<C, O>> clients = new ArrayList<>();
        for (String userId : userIds()) {
            clients.add(new EditingClient<>(server.connect(), userId, docId, model, random.split()));
        }
        return clients;
    }

    private static <C, O> Callable<Void> editing(
            EditingClient<C, O> client,
            RandomGenerator random,
            BiConsumer<DocumentReplica<C, O>, RandomGenerator> editor) {
        return () -> {
            for (int i = 0; i < EDITS; i++) {
                client.edit(replica -> editor.accept(replica, random));
            }
            client.send();
            return null;
        };
    }

    private static void type(DocumentReplica<Rope, TextOperation> replica, RandomGenerator random) {
        int length = replica.content().length();
        int position = random.nextInt(length + 1);
        int deleted = random.nextInt(3) == 0 ? Math.min(random.nextInt(4), length - position) : 0;
        replica.edit(OperationType.TEXT, TextOperation.replace(position, deleted, deleted > 0 ? "" : "ü😀a"));
    }

    private static void draw(DocumentReplica<ObjectContent, ObjectOperation> replica, RandomGenerator random) {
        String id = "shape-" + random.nextInt(5);
        if (!replica.content().objects().containsKey(id)) {
            replica.edit(
                    OperationType.CREATE, ObjectOperation.set(OperationType.CREATE, id, Map.of("kind", "\"note\"")));
        } else if (random.nextInt(10) == 0) {
            replica.edit(OperationType.DELETE, ObjectOperation.delete(id));
        } else {
            String value = Integer.toString(random.nextInt(1_000));
            replica.edit(OperationType.MOVE, ObjectOperation.set(OperationType.MOVE, id, Map.of("x", value)));
        }
    }

    private <C, O> void expectAlike(UUID docId, List<EditingClient<C, O>> clients, long seed) {
        long head = 1 + (long) USERS * EDITS;
        for (EditingClient<C, O> client : clients) {
            await().until(() -> client.hasSeen(head));
            assertThat(client.failure()).as("seed %d", seed).isNull();
        }
        var document = server.documents.document(Requests.ANN, docId);
        assertThat(document.version()).isEqualTo(head);
        for (EditingClient<C, O> client : clients) {
            assertThat(client.content()).as("seed %d", seed).isEqualTo(document.content());
        }
    }
}
