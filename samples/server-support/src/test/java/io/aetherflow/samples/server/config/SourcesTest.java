// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import static io.aetherflow.samples.server.config.TestKeys.PORT;
import static io.aetherflow.samples.server.config.TestKeys.loader;
import static io.aetherflow.samples.server.config.TestKeys.problems;
import static io.aetherflow.samples.server.config.TestKeys.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("AETHERFLOW_SERVER_PORT", "3");

    @Test
    void defaultHoldsWhereNoSourceSetsTheKey() {
        Config config = loader().load();

        assertThat(config.value(PORT)).isEqualTo(9001);
        assertThat(config.origin(PORT)).hasToString("default");
    }

    @Test
    void fileOverridesTheDefault() {
        Config config = yaml("Server:\n  Port: 2\n").load();

        assertThat(config.value(PORT)).isEqualTo(2);
        assertThat(config.origin(PORT)).hasToString("test.yaml:2");
    }

    @Test
    void environmentOverridesTheFile() {
        Config config = yaml("Server: {Port: 2}").environment(ENVIRONMENT).load();

        assertThat(config.value(PORT)).isEqualTo(3);
        assertThat(config.origin(PORT)).hasToString("environment variable AETHERFLOW_SERVER_PORT");
    }

    @Test
    void setOverridesTheEnvironmentAndTheLastOneWins() {
        Config config = yaml("Server: {Port: 2}")
                .environment(ENVIRONMENT)
                .set("Server.Port", "4")
                .set("Server.Port=5")
                .load();

        assertThat(config.value(PORT)).isEqualTo(5);
        assertThat(config.origin(PORT)).hasToString("--set Server.Port");
    }

    @Test
    void valuesArriveTyped() {
        Config config = yaml("Store: {Redis: {DialTimeout: 250ms, Password: \"s=c:r t\"}}\nMetrics: {Enable: false}")
                .set("Color=green")
                .load();

        assertThat(config.value(TestKeys.TIMEOUT)).isEqualTo(Duration.ofMillis(250));
        assertThat(config.value(TestKeys.PASSWORD).reveal()).isEqualTo("s=c:r t");
        assertThat(config.value(TestKeys.ENABLE)).isFalse();
        assertThat(config.value(TestKeys.COLOR)).isEqualTo(TestKeys.Color.green);
    }

    @Test
    void valueOfSetMayHoldEqualsSignsAndBeEmpty() {
        assertThat(loader().set("Store.Redis.Password=a=b")
                        .load()
                        .value(TestKeys.PASSWORD)
                        .reveal())
                .isEqualTo("a=b");
        assertThat(loader().set("Store.Redis.Password=")
                        .load()
                        .value(TestKeys.PASSWORD)
                        .reveal())
                .isEmpty();
    }

    @Test
    void badValueIsReportedAlsoWhereALaterSourceOverridesIt() {
        assertThat(problems(yaml("Server: {Port: x}").environment(ENVIRONMENT)))
                .containsExactly("test.yaml:1: Server.Port is \"x\", allowed is an integer from 0 to 65535");
    }

    @Test
    void problemsOfAllSourcesAreReportedTogether() {
        ConfigLoader loader = yaml("Server: {Port: x}")
                .environment(Map.of("AETHERFLOW_SERVER_PORT", "y"))
                .set("Server.Port=z")
                .set("Server.Prt=1")
                .set("Server=1")
                .set("Store.Redis.Password: s3cret");

        assertThat(problems(loader))
                .containsExactly(
                        "test.yaml:1: Server.Port is \"x\", allowed is an integer from 0 to 65535",
                        "environment variable AETHERFLOW_SERVER_PORT: Server.Port is \"y\","
                                + " allowed is an integer from 0 to 65535",
                        "--set Server: Server is a value, allowed is a section with the keys Host, Port",
                        "--set Server.Port: Server.Port is \"z\", allowed is an integer from 0 to 65535",
                        "--set Server.Prt: unknown key Server.Prt, did you mean Server.Port?"
                                + " The keys of Server are Host, Port",
                        "--set Store.Redis.Password: no \"=\" found, allowed is --set Key=Value");
    }

    @Test
    void unknownVariableIsAWarningAndVariablesOfTestsAreIgnored() {
        Config config = loader().environment(Map.of(
                        "AETHERFLOW_SERVER_PROT", "1",
                        "AETHERFLOW_TEST_SEED", "2",
                        "AETHERFLOW_ZZZZ", "3",
                        "PATH", "4"))
                .load();

        assertThat(config.warnings())
                .containsExactly(
                        "ignored environment variable AETHERFLOW_SERVER_PROT, which matches no key,"
                                + " did you mean AETHERFLOW_SERVER_PORT?",
                        "ignored environment variable AETHERFLOW_ZZZZ, which matches no key");
    }

    @Test
    void descriptionShowsOriginsAndHidesSecrets() {
        Config config = yaml("Server:\n  Port: 2\nStore: {Redis: {Password: hunter2}}\n")
                .set("Pool.Min=3")
                .load();

        assertThat(config.describe().lines())
                .containsExactly(
                        "Server.Host = 127.0.0.1 (default)",
                        "Server.Port = 2 (test.yaml:2)",
                        "Metrics.Enable = true (default)",
                        "Store.Redis.DialTimeout = 5s (default)",
                        "Store.Redis.Password = ******** (test.yaml:3)",
                        "Pool.Min = 3 (--set Pool.Min)",
                        "Pool.Max = 10 (default)",
                        "Color = red (default)");
        assertThat(config.value(TestKeys.PASSWORD)).hasToString("********");
    }

    @Test
    void emptyValueIsDescribedByQuotes() {
        assertThat(loader().load().describe()).contains("Store.Redis.Password = \"\" (default)");
    }

    @Test
    void helpShowsDefaultPurposeAllowedValuesAndVariable() {
        assertThat(KeyHelp.of(TestKeys.SCHEMA).lines())
                .containsSubsequence(
                        "  Server.Port (default 9001)",
                        "      port",
                        "      allowed: an integer from 0 to 65535",
                        "      environment: AETHERFLOW_SERVER_PORT",
                        "  Store.Redis.Password (default \"\")");
    }
}
