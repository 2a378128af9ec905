// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.OWNER;
import static io.aetherflow.statesync.TestManager.applied;
import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.statesync.model.ObjectModel;
import io.aetherflow.statesync.model.ObjectOperation;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random concurrent edits of objects through a manager, against an oracle that knows no transformation. */
class ObjectOracleTest {
    private static final int OPERATIONS = 400;
    private static final int CLIENTS = 4;
    private static final ObjectModel MODEL = new ObjectModel();

    static LongStream seeds() {
        return LongStream.range(0, 80);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void contentAndReportedConflictsAreThoseOfTheOracle(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ObjectOracle oracle = new ObjectOracle();
        // What the document held at each version, which is all that a client at that version knows.
        List<Set<String>> known = new ArrayList<>(List.of(Set.of(), Set.of()));
        long[] seen = LongStream.generate(() -> 1).limit(CLIENTS).toArray();
        long[] seqs = new long[CLIENTS];
        try (TestManager test = new TestManager()) {
            UUID docId = test.whiteboard("");
            for (int i = 0; i < OPERATIONS; i++) {
                int client = random.nextInt(CLIENTS);
                seen[client] = random.nextLong(seen[client], oracle.version() + 1);
                ObjectOperation operation = operation(random, List.copyOf(known.get((int) seen[client])));
                String clientId = "client-" + client;
                ClientOperation submitted =
                        new ClientOperation(++seqs[client], operation.type(), MODEL.format(operation));

                Set<String> expected = oracle.commit(clientId, seen[client], operation);
                List<OperationResult> results =
                        test.manager.apply(OWNER, new Submission(docId, clientId, seen[client], List.of(submitted)));

                assertThat(reported(results))
                        .as("seed %d, operation %d: %s", seed, i, operation)
                        .isEqualTo(expected);
                known.add(Set.copyOf(oracle.content.keySet()));
                seen[client] = oracle.version();
            }

            assertThat(MODEL.decode(test.manager.document(OWNER, docId).content())
                            .objects())
                    .as("seed %d", seed)
                    .isEqualTo(oracle.content);
        }
    }

    private static Set<String> reported(List<OperationResult> results) {
        return applied(results).conflict().stream()
                .flatMap(conflict -> conflict.parts().stream())
                .map(part -> part.path() + " " + part.outcome())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ObjectOperation operation(SplittableRandom random, List<String> ids) {
        if (ids.isEmpty() || random.nextInt(4) == 0) {
            return change(random, OperationType.CREATE, "o" + random.nextInt(8), "o" + random.nextInt(8));
        }
        String id = ids.get(random.nextInt(ids.size()));
        return random.nextInt(6) == 0
                ? ObjectOperation.delete(id)
                : change(random, OperationType.UPDATE, id, ids.get(random.nextInt(ids.size())));
    }

    private static ObjectOperation change(SplittableRandom random, OperationType type, String id, String parent) {
        TreeMap<String, String> set = new TreeMap<>();
        TreeSet<String> unset = new TreeSet<>();
        for (String name : List.of("x", "y", "label")) {
            switch (random.nextInt(5)) {
                case 0, 1 -> set.put(name, Integer.toString(random.nextInt(100)));
                case 2 -> unset.add(name);
                default -> {}
            }
        }
        if (random.nextInt(3) == 0) {
            set.putAll(Map.of(ObjectModel.PLACE, new Place(Optional.of(parent), "a").toJson()));
        }
        return new ObjectOperation(type, id, set, unset);
    }
}
