// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes from outside become a valid value or a {@link ModelException}, nothing else. */
class HostileInputTest {
    private static final TextModel TEXT = new TextModel();
    private static final ObjectModel OBJECTS = new ObjectModel();
    private static final List<String> SEEDS = List.of(
            "[5,\"hi\",{\"d\":3},\"\\ud83d\\ude00\"]",
            "{\"id\":\"a\",\"set\":{\"x\":1.5e3,\"place\":{\"parent\":\"b\",\"order\":\"m\"}},\"unset\":[\"y\"]}",
            "{\"objects\":{\"a\":{\"x\":[1,{\"y\":null}]},\"b\":{\"place\":{\"parent\":\"a\",\"order\":\"\"}}}}");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damagedBytesAreReadOrRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            Payload damaged = damage(random, SEEDS.get(random.nextInt(SEEDS.size())));
            OperationType type = OperationType.values()[random.nextInt(OperationType.values().length)];

            tryAll(type, damaged);
        }
    }

    private static Payload damage(SplittableRandom random, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256) : bytes[random.nextInt(bytes.length)];
        }
        return Payload.of(bytes);
    }

    /** Whatever is read can be written, and read again as the same. */
    private static void tryAll(OperationType type, Payload data) {
        readOrRefuse(() -> {
            TextOperation operation = TEXT.parse(type, data);
            assertThat(TEXT.parse(type, TEXT.format(operation))).isEqualTo(operation);
        });
        readOrRefuse(() -> {
            ObjectOperation operation = OBJECTS.parse(type, data);
            assertThat(OBJECTS.parse(type, OBJECTS.format(operation))).isEqualTo(operation);
        });
        readOrRefuse(() -> {
            ObjectContent content = OBJECTS.decode(data);
            assertThat(OBJECTS.decode(OBJECTS.encode(content))).isEqualTo(content);
        });
    }

    private static void readOrRefuse(Runnable reading) {
        try {
            reading.run();
        } catch (ModelException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"\\ud800\":1}",
                "NaN",
                "+1",
                "01",
                "'x'",
                "{\"a\":1,\"a\":2}",
            })
    void propertyValueThatIsNoValueIsRefused(String value) {
        Payload data = Payload.utf8("{\"id\":\"a\",\"set\":{\"x\":" + value + "}}");

        assertThatThrownBy(() -> OBJECTS.parse(OperationType.UPDATE, data)).isInstanceOf(ModelException.class);
    }

    /** A number written anew could become longer than what is read back, and the document with it unreadable. */
    @ParameterizedTest
    @ValueSource(strings = {"1.50", "-0", "1e400", "1e99999999999", "NINES"})
    void numbersKeepTheirText(String number) {
        String value = number.equals("NINES") ? "9".repeat(99) + "e9" : number;
        Payload data = Payload.utf8("{\"id\":\"a\",\"set\":{\"x\":[" + value + "]}}");

        ObjectContent content = OBJECTS.apply(OBJECTS.empty(), OBJECTS.parse(OperationType.CREATE, data));

        assertThat(OBJECTS.decode(OBJECTS.encode(content)).property("a", "x")).hasValue("[" + value + "]");
    }

    @Test
    void chainOfParentsEndsAtTheDeepestThatIsAllowed() {
        ObjectContent content = OBJECTS.empty();
        int placed = 0;
        for (int i = 0; i < 2 * ObjectModel.MAX_DEPTH; i++) {
            String place = i == 0 ? "" : ",\"place\":{\"parent\":\"o" + (i - 1) + "\"}";
            Payload data = Payload.utf8("{\"id\":\"o" + i + "\",\"set\":{\"x\":1" + place + "}}");
            Fitted<ObjectOperation> fitted = OBJECTS.fit(content, OBJECTS.parse(OperationType.CREATE, data));
            content = OBJECTS.apply(content, fitted.operation());
            placed += fitted.dropped().isEmpty() ? 1 : 0;
            assertThat(content.property("o" + i, "x")).isPresent();
        }

        assertThat(placed).isLessThan(2 * ObjectModel.MAX_DEPTH).isGreaterThanOrEqualTo(ObjectModel.MAX_DEPTH);
    }

    @Test
    void everyOperationThatIsReadCanBeReadAgainAsContent() {
        for (int depth = 1; depth < 200; depth++) {
            Payload data = Payload.utf8("{\"id\":\"a\",\"set\":{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}}");
            ObjectOperation operation;
            try {
                operation = OBJECTS.parse(OperationType.CREATE, data);
            } catch (ModelException e) {
                assertThat(depth).as("deepest value that is taken").isGreaterThan(60);
                continue;
            }
            ObjectContent content = OBJECTS.apply(OBJECTS.empty(), operation);
            assertThat(OBJECTS.decode(OBJECTS.encode(content)))
                    .as("depth %d", depth)
                    .isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\\udc00\"}",
                "{\"id\":\"a\",\"set\":{\"x\":\"\\ud800\"}}",
                "{\"id\":\"a\",\"set\":{\"x\":[{\"y\":\"\\udc00\\ud800\"}]}}",
                "{\"id\":\"a\",\"set\":{\"\\ud800\":1}}",
                "{\"id\":\"a\",\"unset\":[\"\\ud800\"]}",
                "{\"id\":\"a\",\"set\":{\"place\":{\"parent\":\"\\ud800\"}}}",
            })
    void halfACharacterIsRefusedWhereverItStands(String json) {
        assertThatThrownBy(() -> OBJECTS.parse(OperationType.UPDATE, Payload.utf8(json)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("surrogate");
    }
}
