// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectModelTest {
    private static final ObjectModel MODEL = new ObjectModel();
    private static final Set<String> NAMES =
            Set.of("x", "y", "z", "place", "width", "height", "rotation", "style", "styleColor", "text", "label");
    private static final Map<OperationType, Set<String>> ALLOWED = new EnumMap<>(Map.of(
            OperationType.CREATE, NAMES,
            OperationType.UPDATE, NAMES,
            OperationType.DELETE, Set.of(),
            OperationType.MOVE, Set.of("x", "y", "z", "place"),
            OperationType.RESIZE, Set.of("x", "y", "width", "height", "rotation"),
            OperationType.STYLE, Set.of("style", "styleColor"),
            OperationType.TEXT, Set.of("text")));

    @ParameterizedTest
    @EnumSource(OperationType.class)
    void eachOperationTypeTouchesItsOwnProperties(OperationType type) {
        for (String name : NAMES) {
            String value = name.equals("place") ? "{}" : "1";
            for (String member : List.of("\"set\":{\"" + name + "\":" + value + "}", "\"unset\":[\"" + name + "\"]")) {
                Payload data = Payload.utf8("{\"id\":\"a\"," + member + "}");
                if (ALLOWED.get(type).contains(name)) {
                    assertThat(MODEL.parse(type, data).touches(name)).isTrue();
                } else {
                    assertThatThrownBy(() -> MODEL.parse(type, data))
                            .hasMessageStartingWith("property is \"" + name + "\", allowed for " + type + " is ");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | object operation is [, allowed is START_OBJECT",
                "{\"id\":7} | id is 7, allowed is VALUE_STRING",
                "{\"id\":\"\"} | id is \"\", allowed are 1 to 128 chars",
                "{\"set\":{\"x\":1}} | id is missing, allowed is the id of the object to change",
                "{\"id\":\"a\",\"set\":[]} | set is [, allowed is START_OBJECT",
                "{\"id\":\"a\",\"unset\":[1]} | unset is 1, allowed is VALUE_STRING",
                "{\"id\":\"a\",\"set\":{\"x\":1},\"unset\":[\"x\"]} | unset has \"x\", which set has too",
                "{\"id\":\"a\",\"move\":1} | has member \"move\", allowed are \"id\", \"set\" and \"unset\"",
                "{\"id\":\"a\",\"set\":{\"place\":{\"parent\":1}}} | place has \"parent\": 1",
                "{\"id\":\"a\",\"set\":{\"\":1}} | property is \"\", allowed are 1 to 128 chars",
                "{\"id\":\"a\"} {} | has more after its end",
            })
    void malformedOperationIsRefusedWithThePartTheValueAndWhatIsAllowed(String json, String message) {
        assertThatThrownBy(() -> MODEL.parse(OperationType.UPDATE, Payload.utf8(json)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(message);
    }

    @Test
    void equalContentsGiveEqualBytes() {
        ObjectContent one = MODEL.decode(Payload.utf8("{\"objects\":{\"a\":{\"x\":1,\"y\":2},\"b\":{}}}"));
        ObjectContent other = MODEL.decode(Payload.utf8("{ \"objects\": {\"b\":{}, \"a\":{\"y\": 2, \"x\": 1}}}"));

        assertThat(MODEL.encode(one)).isEqualTo(MODEL.encode(other));
        assertThat(one).isEqualTo(other);
    }

    @Test
    void objectWhoseParentIsGoneStandsAtTheTop() {
        ObjectContent content =
                MODEL.decode(Payload.utf8("{\"objects\":{\"frame\":{},\"note\":{\"place\":{\"parent\":\"frame\"}}}}"));
        assertThat(content.parent("note")).isEqualTo(Optional.of("frame"));

        assertThat(MODEL.apply(content, ObjectOperation.delete("frame")).parent("note"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bothOrdersOfTwoConcurrentOperationsEndAlike(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            ObjectContent content = content(random);
            ObjectOperation committed = operation(random, content);
            ObjectOperation incoming = operation(random, content);
            Transformed<ObjectOperation> both = MODEL.transform(committed, incoming, random.nextBoolean());

            ObjectContent inServerOrder = MODEL.apply(MODEL.apply(content, committed), both.incoming());
            ObjectContent inClientOrder = MODEL.apply(MODEL.apply(content, incoming), both.committed());

            assertThat(inServerOrder)
                    .as("seed %d, case %d: %s and %s on %s", seed, i, committed, incoming, content)
                    .isEqualTo(inClientOrder);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sizeIsKeptUpToDateAndBelowThatOfTheBytes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ObjectContent content = MODEL.empty();
        for (int i = 0; i < 5_000; i++) {
            content = MODEL.apply(content, operation(random, content));

            ObjectContent readAgain = MODEL.decode(MODEL.encode(content));
            assertThat(MODEL.sizeInBytes(content))
                    .as("seed %d, step %d", seed, i)
                    .isEqualTo(MODEL.sizeInBytes(readAgain));
        }
        assertThat(MODEL.sizeInBytes(content))
                .isBetween(1L, MODEL.encode(content).size() * 2L);
    }

    private static ObjectContent content(SplittableRandom random) {
        ObjectContent content = MODEL.empty();
        for (int i = random.nextInt(4); i > 0; i--) {
            content = MODEL.apply(content, change(random, OperationType.CREATE, "o" + random.nextInt(4)));
        }
        return content;
    }

    private static ObjectOperation operation(SplittableRandom random, ObjectContent content) {
        List<String> ids = List.copyOf(new TreeSet<>(content.objects().keySet()));
        if (ids.isEmpty() || random.nextInt(3) == 0) {
            return change(random, OperationType.CREATE, "o" + random.nextInt(4));
        }
        String id = ids.get(random.nextInt(ids.size()));
        return random.nextInt(4) == 0 ? ObjectOperation.delete(id) : change(random, OperationType.UPDATE, id);
    }

    private static ObjectOperation change(SplittableRandom random, OperationType type, String id) {
        TreeMap<String, String> set = new TreeMap<>();
        TreeSet<String> unset = new TreeSet<>();
        for (String name : List.of("x", "y")) {
            switch (random.nextInt(3)) {
                case 0 -> set.put(name, Integer.toString(random.nextInt(1_000)));
                case 1 -> unset.add(name);
                default -> {}
            }
        }
        return new ObjectOperation(type, id, set, unset);
    }
}
