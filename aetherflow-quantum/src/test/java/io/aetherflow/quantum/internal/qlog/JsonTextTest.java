// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.qlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    private final JsonText json = new JsonText();

    private String text() {
        return new String(json.take(), StandardCharsets.US_ASCII);
    }

    @Test
    void commasStandBetweenValuesOnly() {
        json.open('{').field("a", 1).key("b").open('[').value(1).value("2");
        json.open('[').close(']').close(']').field("c", true).close('}');

        assertThat(text()).isEqualTo("{\"a\":1,\"b\":[1,\"2\",[]],\"c\":true}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "\"quoted\" \\ /", "\u0000\t\n\u001e\u007f", "Grüße 漢字 \ud83d\ude80", "\ud83d"})
    void textIsReadBackAsItWas(String original) {
        json.open('{').field("t", original).close('}');

        String text = text();
        assertThat(text).matches("[ -~]*");
        assertThat(Qlog.object(text)).containsEntry("t", original);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.000001", "1000000, 1", "1500000, 1.5", "123456789012, 123456.789012"})
    void timesAreMillisecondsWithAllTheirDigits(long nanos, String expected) {
        json.open('{').millisField("t", nanos).close('}');

        assertThat(text()).isEqualTo("{\"t\":" + expected + "}");
    }

    @Test
    void idsAreSixteenDigits() {
        json.open('{').hexField("id", 0xfedcba98L).close('}');

        assertThat(text()).isEqualTo("{\"id\":\"00000000fedcba98\"}");
    }

    @Test
    void extremeNumbersAreWhole() {
        json.open('[').value(Long.MIN_VALUE).value(Long.MAX_VALUE).close(']');

        assertThat(text()).isEqualTo("[-9223372036854775808,9223372036854775807]");
    }
}
