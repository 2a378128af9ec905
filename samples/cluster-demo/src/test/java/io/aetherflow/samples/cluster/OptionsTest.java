// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.samples.demo.CommandLineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void allOptionsAreRead() throws Exception {
        Options options = Options.parse(new String[] {
            "--users",
            "4",
            "--edits",
            "100",
            "--kills",
            "3",
            "--limit",
            "60",
            "--postgres",
            "postgresql://me:se:cret@db:5433/docs",
            "--redis",
            "redis://cache:6380/2"
        });

        assertThat(options.users()).isEqualTo(4);
        assertThat(options.edits()).isEqualTo(100);
        assertThat(options.kills()).isEqualTo(3);
        assertThat(options.limitSeconds()).isEqualTo(60);
        assertThat(options.postgres()).contains(new EngineUrl("db", 5433, "me", "se:cret", "docs"));
        assertThat(options.redis()).contains(new EngineUrl("cache", 6380, "", "", "2"));
        assertThat(options.toString()).doesNotContain("cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--users 1 | --users is \"1\", allowed is 2 to 64",
                "--edits 49 | --edits is \"49\", allowed is 50 to 100000",
                "--kills -1 | --kills is \"-1\", allowed is 0 to 100",
                "--kill 1 | option is \"--kill\", allowed is one of --users, --edits, --kills, --limit, --postgres, --redis, --help",
                "--users | option is \"--users\", allowed is one of --users, --edits, --kills, --limit, --postgres, --redis, each with a value"
            })
    void mistakeIsNamed(String line, String message) {
        assertThatThrownBy(() -> Options.parse(line.split(" ")))
                .isInstanceOf(CommandLineException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:secret@h:1/d",
                "postgresql://u:secret@h/d",
                "u:secret@h:1",
                "postgresql://u:secret h:1"
            })
    void urlThatIsRefusedIsNotRepeated(String url) {
        assertThatThrownBy(() -> Options.parse(new String[] {"--postgres", url}))
                .isInstanceOf(CommandLineException.class)
                .hasMessageContaining("postgresql://USER:PASSWORD@HOST:PORT/DATABASE")
                .hasMessageNotContaining("secret");
    }
}
