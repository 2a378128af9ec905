// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConfigSchemaTest {
    @Test
    void defaultCanDifferByServer() {
        ConfigSchema schema = ConfigSchema.builder()
                .keys(TestKeys.PORT)
                .defaultText(TestKeys.PORT, "7")
                .build();

        assertThat(new ConfigLoader(schema).load().value(TestKeys.PORT)).isEqualTo(7);
    }

    @Test
    void defaultThatIsNotAllowedIsRefused() {
        assertThatThrownBy(() -> TestKeys.PORT.withDefault("x"))
                .hasMessage("default of Server.Port is \"x\", allowed is an integer from 0 to 65535");
    }

    @Test
    void defaultOfAKeyThatIsNotInTheSchemaIsRefused() {
        assertThatThrownBy(() -> ConfigSchema.builder().defaultText(TestKeys.PORT, "7"))
                .hasMessage("Server.Port is not in the schema");
    }

    @Test
    void pathThatIsNoNameIsRefused() {
        assertThatThrownBy(() -> key("Server..Port"))
                .hasMessage("path is \"Server..Port\", allowed is Name or Section.Name");
    }

    @Test
    void keysOfOneSectionStandTogether() {
        ConfigSchema schema =
                ConfigSchema.builder().keys(key("A.X"), key("B"), key("A.Y")).build();

        assertThat(schema.keys()).extracting(ConfigKey::path).containsExactly("A.X", "A.Y", "B");
    }

    @Test
    void keyIsAddedOnce() {
        assertThatThrownBy(() -> ConfigSchema.builder().keys(key("A"), key("A")))
                .hasMessage("A is in the schema already");
    }

    @Test
    void keyThatIsASectionIsRefused() {
        assertThatThrownBy(
                        () -> ConfigSchema.builder().keys(key("A.B"), key("A")).build())
                .hasMessage("A is both a key and a section");
    }

    @Test
    void keysThatDifferByCaseOnlyAreRefused() {
        assertThatThrownBy(() ->
                        ConfigSchema.builder().keys(key("A.b"), key("A.B")).build())
                .hasMessage("A.b and A.B have the same environment variable");
    }

    @Test
    void valueOfAForeignKeyIsRefused() {
        Config config = TestKeys.loader().load();

        assertThatThrownBy(() -> config.value(key("Other"))).hasMessage("Other is not a key of this configuration");
    }

    private static ConfigKey<Boolean> key(String path) {
        return new ConfigKey<>(path, ValueTypes.bool(), "true", "test");
    }
}
