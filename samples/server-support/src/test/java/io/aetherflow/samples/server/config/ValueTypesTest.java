// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {
    private static final ValueType<Duration> DURATION = DurationType.duration("1ms", "24h");

    @ParameterizedTest
    @ValueSource(strings = {"0", "65535", "080"})
    void integerInRangeIsAllowed(String text) {
        assertThat(NetworkTypes.listenPort().parse(text)).contains(Integer.valueOf(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "65536",
                "",
                " 1",
                "1 ",
                "+1",
                "1.0",
                "0x10",
                "1_000",
                "99999999999",
                "\u0661",
                "1e3",
                "--1"
            })
    void otherIntegerIsNot(String text) {
        assertThat(NetworkTypes.listenPort().parse(text)).isEmpty();
    }

    @Test
    void integerMayBeAsSmallAndGreatAsTheTypeSays() {
        ValueType<Integer> all = ValueTypes.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);

        assertThat(all.parse("-2147483648")).contains(Integer.MIN_VALUE);
        assertThat(all.parse("2147483647")).contains(Integer.MAX_VALUE);
        assertThat(all.parse("2147483648")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "0.5", "1.0", "0.000001"})
    void decimalInRangeIsAllowed(String text) {
        assertThat(ValueTypes.decimal(0, 1).parse(text)).contains(Double.valueOf(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.0001", "NaN", "Infinity", ".5", "5.", "1e-3", "", "0,5", "0x1p-1", "0.5d"})
    void otherDecimalIsNot(String text) {
        assertThat(ValueTypes.decimal(0, 1).parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"True", "TRUE", "yes", "on", "1", "", "truE", " true"})
    void truthIsWrittenOneWay(String text) {
        assertThat(ValueTypes.bool().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1ms,1",
        "250ms,250",
        "30s,30000",
        "5m,300000",
        "1h,3600000",
        "1h30m,5400000",
        "1m500ms,60500",
        "24h,86400000"
    })
    void durationInRangeIsAllowed(String text, long millis) {
        assertThat(DURATION.parse(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0ms",
                "0s",
                "24h1ms",
                "-1s",
                "5",
                "5 s",
                "s",
                "",
                "1.5s",
                "1d",
                "5S",
                "1h1h1h1h1h",
                "9999999999s",
                "10us"
            })
    void otherDurationIsNot(String text) {
        assertThat(DURATION.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "127.0.0.1",
                "0.0.0.0",
                "::1",
                "::",
                "fe80::1",
                "a.b-c.example",
                "redis_1",
                "4f2a9c",
                "A1"
            })
    void hostIsAllowed(String text) {
        assertThat(NetworkTypes.host().parse(text)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "256.1.1.1",
                "1.2.3",
                "1",
                "a b",
                "-a",
                "a-",
                "a..b",
                ".a",
                "a.",
                "[::1]",
                ":::",
                "a:1",
                "http://a",
                "a/b",
                "\u00fc",
                "a\n"
            })
    void otherHostIsNot(String text) {
        assertThat(NetworkTypes.host().parse(text)).isEmpty();
    }

    @Test
    void hostNameHasAGreatestLength() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));

        assertThat(NetworkTypes.host().parse(longest)).isPresent();
        assertThat(NetworkTypes.host().parse(longest + "a")).isEmpty();
        assertThat(NetworkTypes.host().parse(label + "a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"localhost:6379,localhost,6379", "[::1]:1,::1,1", "10.0.0.1:65535,10.0.0.1,65535"})
    void hostAndPortIsAllowed(String text, String host, int port) {
        assertThat(NetworkTypes.hostsAndPorts().parse(text))
                .contains(new HostsAndPorts(List.of(InetSocketAddress.createUnresolved(host, port))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:",
                ":6379",
                "a:0",
                "a:65536",
                "::1:6379",
                "[a]:1",
                "[]:1",
                "a:b",
                "redis://a:1"
            })
    void otherHostAndPortIsNot(String text) {
        assertThat(NetworkTypes.hostsAndPorts().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a", "https://a.example:4318/v1/traces", "http://[::1]:4318"})
    void urlIsAllowed(String text) {
        assertThat(NetworkTypes.httpUrl().parse(text)).hasToString("Optional[" + text + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:4318",
                "ftp://a",
                "http://",
                "http:a",
                "http://u:p@a",
                "http://a b",
                "",
                "http://a:70000",
                "/x"
            })
    void otherUrlIsNot(String text) {
        assertThat(NetworkTypes.httpUrl().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics", "/", "", "//", "/a/", "/a b", "/a?b", "/%41", "/a/b/c/d/e/f/g/h/i"})
    void otherHttpPathIsNot(String text) {
        assertThat(NetworkTypes.httpPath().parse("/metrics")).contains("/metrics");
        assertThat(NetworkTypes.httpPath().parse(text)).isEmpty();
    }

    @Test
    void textHasALengthAndNoControlCharacters() {
        ValueType<String> text = ValueTypes.text(1, 3);

        assertThat(text.parse("abc")).contains("abc");
        assertThat(text.parse("")).isEmpty();
        assertThat(text.parse("abcd")).isEmpty();
        assertThat(text.parse("a\n")).isEmpty();
        assertThat(text.parse("\0")).isEmpty();
    }

    @Test
    void filePathIsAnyTextThatThePlatformTakes() {
        assertThat(ValueTypes.file().parse("/etc/x.pem")).contains("/etc/x.pem");
        assertThat(ValueTypes.file().parse("")).contains("");
        assertThat(ValueTypes.file().parse("a\0b")).isEmpty();
    }
}
