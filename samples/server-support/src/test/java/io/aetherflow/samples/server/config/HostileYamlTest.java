// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import static io.aetherflow.samples.server.config.TestKeys.problems;
import static io.aetherflow.samples.server.config.TestKeys.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file can contain that is meant to hurt its reader. */
class HostileYamlTest {
    @TempDir
    private Path folder;

    @Test
    void billionLaughsAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
        }

        assertThat(problems(yaml(bomb.toString())))
                .containsExactly("test.yaml: not valid YAML: Number of aliases for non-scalar nodes exceeds the"
                        + " specified max=16");
    }

    @Test
    void sectionThatContainsItselfEnds() {
        assertThat(problems(yaml("Server: &s\n  Server: *s\n")))
                .containsExactly("test.yaml:2: unknown key Server.Server. The keys of Server are Host, Port");
    }

    @Test
    void aliasOfAValueIsFine() {
        assertThat(yaml("Pool: {Min: &n 7, Max: *n}").load().value(TestKeys.MAX))
                .isEqualTo(7);
    }

    @Test
    void mergeKeyIsAnUnknownKey() {
        assertThat(problems(yaml("Server:\n  <<: {Port: 1}\n")))
                .containsExactly("test.yaml:2: unknown key Server.<<. The keys of Server are Host, Port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void deepNestingIsRefused(String opening) {
        assertThat(problems(yaml("Server: \n " + opening.repeat(20_000))))
                .singleElement()
                .asString()
                .startsWith("test.yaml")
                .contains("not valid YAML: ");
    }

    @ParameterizedTest
    @CsvSource({
        "!!javax.script.ScriptEngineManager [],    javax.script.ScriptEngineManager",
        "!!java.net.URL ['http://127.0.0.1/'],     java.net.URL",
        "!!java.lang.Integer 5,                    java.lang.Integer"
    })
    void javaTagIsRefusedWithItsLine(String value, String type) {
        assertThat(problems(yaml("Server:\n  Port: " + value + "\n")))
                .containsExactly("test.yaml:2: not valid YAML: Global tag is not allowed: tag:yaml.org,2002:" + type);
    }

    @ParameterizedTest
    @CsvSource({"!secret abc, !secret", "!!binary aGVsbG8=, 'tag:yaml.org,2002:binary'"})
    void otherTagIsRefused(String value, String tag) {
        assertThat(problems(yaml("Server:\n  Host: " + value + "\n")))
                .containsExactly("test.yaml:2: Server.Host is a value with the tag " + tag
                        + ", allowed is a host name or an IP address");
    }

    @Test
    void controlCharacterIsRefusedWithItsLine() {
        assertThat(problems(yaml("Server:\n  Host: a\n  Port: \u0007\n")))
                .containsExactly("test.yaml:3: not valid YAML: control characters are not allowed");
    }

    @Test
    void escapedControlCharacterIsShownEscaped() {
        assertThat(problems(yaml("Server:\n  Host: \"a\\n\\e[31m\"\n")))
                .containsExactly("test.yaml:2: Server.Host is \"a\\u000a\\u001b[31m\","
                        + " allowed is a host name or an IP address");
    }

    @Test
    void bytesThatAreNoUtf8AreRefusedWithTheirLine() throws IOException {
        Path file = Files.write(
                folder.resolve("latin1.yaml"), "Server:\n  Host: \u00fc\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problems(TestKeys.loader().file(file))).containsExactly(file + ":2: this is not a text in UTF-8");
    }

    @Test
    void cutUtf8SequenceIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("cut.yaml"), new byte[] {'a', ':', ' ', (byte) 0xC3});

        assertThat(problems(TestKeys.loader().file(file))).containsExactly(file + ":1: this is not a text in UTF-8");
    }

    @Test
    void byteOrderMarkIsSkipped() {
        assertThat(yaml("\uFEFFServer: {Port: 1}").load().value(TestKeys.PORT)).isEqualTo(1);
    }

    @Test
    void fileOfTheGreatestSizeIsReadAndAByteMoreIsNot() throws IOException {
        byte[] spaces = " ".repeat(YamlText.MAX_BYTES).getBytes(StandardCharsets.UTF_8);
        Path fits = Files.write(folder.resolve("fits.yaml"), spaces);
        Path tooLong = Files.writeString(folder.resolve("long.yaml"), " ".repeat(YamlText.MAX_BYTES + 1));

        assertThat(problems(TestKeys.loader().file(fits))).isEqualTo(List.of());
        assertThat(problems(TestKeys.loader().file(tooLong)))
                .containsExactly(tooLong + ": the file is too long, allowed is up to 1048576 bytes");
    }

    @Test
    void endlessFileIsReadToTheLimitOnly() {
        assertThat(problems(TestKeys.loader().file(Path.of("/dev/zero"))))
                .containsExactly("/dev/zero: the file is too long, allowed is up to 1048576 bytes");
    }

    @Test
    void secondDocumentIsRefused() {
        assertThat(problems(yaml("Color: red\n---\nColor: green\n")))
                .singleElement()
                .asString()
                .startsWith("test.yaml:2: not valid YAML: ");
    }

    @Test
    void longKeyIsCutInTheMessage() {
        assertThat(problems(yaml("k".repeat(500) + ": 1\n")))
                .singleElement()
                .asString()
                .startsWith("test.yaml:1: unknown key " + "k".repeat(80) + "...");
    }
}
