// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextOperationTest {
    private static final int CASES_PER_SEED = 20_000;
    private final TextModel model = new TextModel();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void transformKeepsTp1(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CASES_PER_SEED; i++) {
            Rope text = Rope.of(RandomText.text(random, 12));
            TextOperation a = RandomText.operation(random, text.length());
            TextOperation b = RandomText.operation(random, text.length());

            String left = b.transform(a, false).apply(a.apply(text)).toString();
            String right = a.transform(b, true).apply(b.apply(text)).toString();

            assertThat(left).as("case %d: %s and %s on %s", i, a, b, text).isEqualTo(right);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void composeDoesBothEdits(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CASES_PER_SEED; i++) {
            Rope text = Rope.of(RandomText.text(random, 12));
            TextOperation a = RandomText.operation(random, text.length());
            Rope between = a.apply(text);
            TextOperation b = RandomText.operation(random, between.length());

            assertThat(a.compose(b).apply(text).toString())
                    .as("case %d: %s then %s on %s", i, a, b, text)
                    .isEqualTo(b.apply(between).toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void invertBringsTheTextBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CASES_PER_SEED; i++) {
            Rope text = Rope.of(RandomText.text(random, 12));
            TextOperation a = RandomText.operation(random, text.length());

            assertThat(a.invert(text).apply(a.apply(text)).toString()).isEqualTo(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void wireFormReadsBackTheSame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CASES_PER_SEED; i++) {
            TextOperation operation = RandomText.operation(random, 20);

            assertThat(model.parse(OperationType.TEXT, model.format(operation))).isEqualTo(operation);
        }
    }

    @Test
    void wireFormIsThatOfTextUnicode() {
        TextOperation operation =
                TextOperation.builder().retain(5).insert("hi").delete(3).build();

        assertThat(model.format(operation).utf8()).isEqualTo("[5,\"hi\",{\"d\":3}]");
        assertThat(parse("[5,\"hi\",{\"d\":\"a😀b\"}]")).isEqualTo(operation);
    }

    @Test
    void runsTypedByTwoPeopleAtOnePlaceDoNotInterleave() {
        Rope text = Rope.empty();
        TextOperation[] low = {TextOperation.replace(0, 0, "a"), TextOperation.replace(1, 0, "b")};
        TextOperation[] high = {TextOperation.replace(0, 0, "x"), TextOperation.replace(1, 0, "y")};
        for (TextOperation op : low) {
            text = op.apply(text);
        }
        for (TextOperation op : high) {
            TextOperation carried = op;
            for (int i = 0; i < low.length; i++) {
                TextOperation moved = low[i].transform(carried, true);
                carried = carried.transform(low[i], false);
                low[i] = moved;
            }
            text = carried.apply(text);
        }

        assertThat(text.toString()).isEqualTo("abxy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | text operation begins with {, allowed is an array",
                "[1.5] | text operation has 1.5, allowed are a number, a string and an object with \"d\"",
                "[0] | text retain is 0, allowed is 1 to 2147483647",
                "[-4] | text retain is -4, allowed is 1 to 2147483647",
                "[2147483647,\"a\",{\"d\":1}] | text operation reaches to 2147483647, allowed is at most 1073741824",
                "[{\"x\":1}] | text delete has member x, allowed is \"d\"",
                "[{\"d\":1,\"e\":2}] | text delete has a second member e, allowed is only \"d\"",
                "[{\"d\":true}] | text delete is true, allowed is an integer from 1",
                "[\"\\ud800\"] | text insert has an unpaired surrogate at 0",
                "[1] [2] | text operation has more after its end: [",
            })
    void malformedOperationIsRefusedWithThePartTheValueAndWhatIsAllowed(String json, String message) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(ModelException.class).hasMessage(message);
    }

    @Test
    void brokenJsonAndOtherTypesAreRefused() {
        assertThatThrownBy(() -> parse("[5,")).hasMessageStartingWith("text operation is not valid JSON: ");
        assertThatThrownBy(() -> parse("[" + "[".repeat(100_000))).isInstanceOf(ModelException.class);
        assertThatThrownBy(() -> model.parse(OperationType.MOVE, Payload.utf8("[]")))
                .hasMessage("type is MOVE, allowed for a text document is TEXT");
        assertThatThrownBy(() -> model.decode(Payload.of(new byte[] {(byte) 0xC0, (byte) 0x80})))
                .hasMessage("content is not valid UTF-8");
    }

    @Test
    void editPastTheEndIsRefused() {
        assertThatThrownBy(() -> parse("[2,{\"d\":3}]").apply(Rope.of("abcd")))
                .hasMessage("text delete at 2 is 3, allowed is at most 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[2,{\"d\":3}] | [4,{\"d\":3}] | 4..5",
                "[2,{\"d\":3}] | [3,\"x\"] | 3..3",
                "[3,\"x\"] | [2,\"y\",{\"d\":3}] | 3..3",
                "[2,{\"d\":3}] | [2,\"x\"] | ",
                "[2,{\"d\":3}] | [5,\"x\"] | ",
                "[3,\"x\"] | [3,\"y\"] | ",
                "[2,{\"d\":2}] | [4,{\"d\":2}] | ",
            })
    void onlyDeletionsOverAConcurrentEditConflict(String committed, String incoming, String place) {
        assertThat(model.overlaps(parse(committed), parse(incoming)))
                .extracting(Overlap::path)
                .isEqualTo(place == null ? List.of() : List.of(place));
    }

    private TextOperation parse(String json) {
        return model.parse(OperationType.TEXT, Payload.utf8(json));
    }
}
