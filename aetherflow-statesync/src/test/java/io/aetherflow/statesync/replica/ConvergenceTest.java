// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.NewDocument;
import io.aetherflow.statesync.model.DocumentModel;
import io.aetherflow.statesync.model.ObjectContent;
import io.aetherflow.statesync.model.ObjectModel;
import io.aetherflow.statesync.model.ObjectOperation;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import io.aetherflow.statesync.model.Place;
import io.aetherflow.statesync.model.RandomText;
import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextModel;
import io.aetherflow.statesync.model.TextOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replicas and server end alike after random edits over a network that delays, loses, repeats and reorders. */
class ConvergenceTest {
    private static final int STEPS = 1_500;

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void textReplicasConverge(long seed) {
        NewDocument document = NewDocument.of("text", DocumentType.TEXT).with(Payload.utf8("Grüße 😀 an alle"));
        run(new TextModel(), document, seed, ConvergenceTest::editText);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void objectReplicasConverge(long seed) {
        run(new ObjectModel(), NewDocument.of("board", DocumentType.WHITEBOARD), seed, ConvergenceTest::editObjects);
    }

    private static <C, O> void run(
            DocumentModel<C, O> model, NewDocument document, long seed, SimulatedNetwork.Editor<C, O> editor) {
        SplittableRandom random = new SplittableRandom(seed);
        int clients = 2 + (int) (seed % 4);
        try (SimulatedNetwork<C, O> network = new SimulatedNetwork<>(model, document, clients, random)) {
            for (int i = 0; i < STEPS; i++) {
                network.step(editor);
            }
            network.settle();

            Payload server = network.manager
                    .document(SimulatedNetwork.OWNER, network.document.id())
                    .content();
            for (SimulatedNetwork<C, O>.Client client : network.clients) {
                assertThat(client.replica.encoded()).as("seed %d", seed).isEqualTo(server);
                assertThat(client.takenBack).as("seed %d: rejected", seed).isEmpty();
            }
        }
    }

    private static void editText(DocumentReplica<Rope, TextOperation> replica, RandomGenerator random) {
        replica.edit(
                OperationType.TEXT,
                RandomText.operation(random, replica.content().length()));
    }

    private static void editObjects(DocumentReplica<ObjectContent, ObjectOperation> replica, RandomGenerator random) {
        List<String> ids = new ArrayList<>(replica.content().objects().keySet());
        String fresh = "o" + random.nextInt(12);
        if (ids.isEmpty() || random.nextInt(5) == 0) {
            replica.edit(
                    OperationType.CREATE,
                    ObjectOperation.set(OperationType.CREATE, fresh, Map.of("kind", "\"note\"", "x", "1")));
            return;
        }
        String id = ids.get(random.nextInt(ids.size()));
        switch (random.nextInt(6)) {
            case 0 -> replica.edit(OperationType.DELETE, ObjectOperation.delete(id));
            case 1, 2 -> {
                String parent = ids.get(random.nextInt(ids.size()));
                String place = new Place(Optional.of(parent), "a" + random.nextInt(9)).toJson();
                replica.edit(
                        OperationType.MOVE,
                        ObjectOperation.set(OperationType.MOVE, id, Map.of(ObjectModel.PLACE, place)));
            }
            default -> {
                String value = Integer.toString(random.nextInt(100));
                replica.edit(
                        OperationType.UPDATE,
                        ObjectOperation.set(OperationType.UPDATE, id, Map.of(random.nextBoolean() ? "x" : "y", value)));
            }
        }
    }
}
