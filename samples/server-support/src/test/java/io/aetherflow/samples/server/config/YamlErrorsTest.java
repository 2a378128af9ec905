// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import static io.aetherflow.samples.server.config.TestKeys.problems;
import static io.aetherflow.samples.server.config.TestKeys.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlErrorsTest {
    private static final String TOP = "Server, Metrics, Store, Pool, Color";

    @Test
    void impossibleValueNamesFileLineKeyAndAllowedValues() {
        assertThat(problems(yaml("# comment\nServer:\n  Port: abc\n")))
                .containsExactly("test.yaml:3: Server.Port is \"abc\", allowed is an integer from 0 to 65535");
    }

    @Test
    void quotedNumberIsOfTheWrongType() {
        assertThat(problems(yaml("Server: {Port: \"9001\"}")))
                .containsExactly(
                        "test.yaml:1: Server.Port is the text \"9001\", allowed is an integer from 0 to 65535");
    }

    @Test
    void listIsOfTheWrongType() {
        assertThat(problems(yaml("Server:\n  Port: [1, 2]\n")))
                .containsExactly("test.yaml:2: Server.Port is a list, allowed is an integer from 0 to 65535");
    }

    @Test
    void sectionWhereAValueBelongsIsOfTheWrongType() {
        assertThat(problems(yaml("Metrics:\n  Enable:\n    On: true\n")))
                .containsExactly("test.yaml:3: Metrics.Enable is a section, allowed is true or false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Server:\n  Host:\n", "Server:\n  Host: ~\n", "Server:\n  Host: null\n"})
    void emptyValueIsNotAllowed(String text) {
        assertThat(problems(yaml(text)))
                .containsExactly("test.yaml:2: Server.Host is empty, allowed is a host name or an IP address");
    }

    @Test
    void valueWhereASectionBelongsIsOfTheWrongType() {
        assertThat(problems(yaml("Server: 9001\n")))
                .containsExactly("test.yaml:1: Server is a value, allowed is a section with the keys Host, Port");
    }

    @Test
    void documentThatIsNoSectionIsOfTheWrongType() {
        assertThat(problems(yaml("- a\n- b\n")))
                .containsExactly("test.yaml:1: the file is a list, allowed is a section with the keys " + TOP);
    }

    @Test
    void unknownKeyNamesTheClosestOneAndThoseOfItsLevel() {
        assertThat(problems(yaml("Server:\n  Host: a\n  Prot: 1\n")))
                .containsExactly("test.yaml:3: unknown key Server.Prot, did you mean Server.Port?"
                        + " The keys of Server are Host, Port");
    }

    @Test
    void unknownSectionNamesTheClosestOne() {
        assertThat(problems(yaml("server:\n  Port: 1\n")))
                .containsExactly(
                        "test.yaml:1: unknown key server, did you mean Server? The keys at the top are " + TOP);
    }

    @Test
    void keyAtTheWrongLevelNamesTheRightOne() {
        assertThat(problems(yaml("DialTimeout: 3s\n")))
                .containsExactly("test.yaml:1: unknown key DialTimeout, did you mean Store.Redis.DialTimeout?"
                        + " The keys at the top are " + TOP);
    }

    @Test
    void unknownKeyLikeNoOtherListsTheAllowedOnes() {
        assertThat(problems(yaml("Store:\n  Redis:\n    Quux: 1\n")))
                .containsExactly("test.yaml:3: unknown key Store.Redis.Quux."
                        + " The keys of Store.Redis are DialTimeout, Password");
    }

    @Test
    void keyThatIsNoNameIsRefused() {
        assertThat(problems(yaml("? [a, b]\n: c\n")))
                .containsExactly("test.yaml:1: a key is a list, allowed is a name");
    }

    @Test
    void duplicateKeyNamesBothLines() {
        assertThat(problems(yaml("Server:\n  Port: 1\n  Host: a\n  Port: 2\n")))
                .containsExactly("test.yaml:4: Server.Port is set again, first set in line 2");
    }

    @Test
    void duplicateSectionNamesBothLines() {
        assertThat(problems(yaml("Server:\n  Port: 1\nServer:\n  Host: a\n")))
                .containsExactly("test.yaml:3: Server is set again, first set in line 1");
    }

    @Test
    void dottedKeyIsTheSameKeyAsTheNestedOne() {
        assertThat(yaml("Server.Port: 7").load().value(TestKeys.PORT)).isEqualTo(7);
        assertThat(problems(yaml("Server.Port: 7\nServer:\n  Port: 8\n")))
                .containsExactly("test.yaml:3: Server.Port is set again, first set in line 1");
    }

    @Test
    void secretIsNotRepeatedInTheError() {
        assertThat(problems(yaml("Store:\n  Redis:\n    Password: hunter2hunter2\n")))
                .containsExactly("test.yaml:3: Store.Redis.Password is not allowed (value hidden),"
                        + " allowed is 0 to 8 printable characters");
    }

    @Test
    void brokenRuleNamesBothKeys() {
        assertThat(problems(yaml("Pool:\n  Max: 5\n  Min: 6\n")))
                .containsExactly("test.yaml:3: Pool.Min is 6, allowed is up to the 5 of Pool.Max");
    }

    @Test
    void ruleBrokenByADefaultIsReportedAtTheKeyThatWasSet() {
        assertThat(problems(yaml("Pool:\n  Max: 1\n")))
                .containsExactly("test.yaml:2: Pool.Min is 2, allowed is up to the 1 of Pool.Max");
    }

    @Test
    void ruleOnAKeyThatIsWrongAlreadyIsSilent() {
        assertThat(problems(yaml("Pool:\n  Max: none\n  Min: 90\n"))).hasSize(1);
    }

    @Test
    void allProblemsAreReportedInTheOrderOfTheirLines() {
        assertThat(problems(yaml(
                        "Color: blue\nServer:\n  Port: 70000\n  Hots: a\nMetrics: {Enable: yes}\nPool: {Min: 50}\n")))
                .containsExactly(
                        "test.yaml:1: Color is \"blue\", allowed is one of red, green",
                        "test.yaml:3: Server.Port is \"70000\", allowed is an integer from 0 to 65535",
                        "test.yaml:4: unknown key Server.Hots, did you mean Server.Host?"
                                + " The keys of Server are Host, Port",
                        "test.yaml:5: Metrics.Enable is \"yes\", allowed is true or false",
                        "test.yaml:6: Pool.Min is 50, allowed is up to the 10 of Pool.Max");
    }

    @Test
    void brokenSyntaxNamesItsLine() {
        assertThat(problems(yaml("Server:\n  Port: 1\n Host: a\n")))
                .singleElement()
                .asString()
                .startsWith("test.yaml:3: not valid YAML: ");
    }

    @Test
    void missingFileIsOneProblem(@TempDir Path folder) {
        Path file = folder.resolve("none.yaml");

        assertThat(problems(TestKeys.loader().file(file))).containsExactly(file + ": the file does not exist");
    }

    @Test
    void folderIsNoFile(@TempDir Path folder) {
        assertThat(problems(TestKeys.loader().file(folder)))
                .containsExactly(folder + ": the file cannot be read: Is a directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "Server:\n", "{}"})
    void emptyFileAndEmptySectionAreFine(String text, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("empty.yaml"), text);

        assertThat(problems(TestKeys.loader().file(file))).isEqualTo(List.of());
    }
}
