// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.samples.demo.CommandLineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--users 0 | --users is \"0\", allowed is 1 to 64",
                "--users 65 | --users is \"65\", allowed is 1 to 64",
                "--users many | --users is \"many\", allowed is 1 to 64",
                "--trace nowhere.json | --trace is \"nowhere.json\", allowed is a file that can be read",
                "--session here | --session is \"here\", allowed is HOST:PORT",
                "--statesync h:70000 | --statesync is \"h:70000\", allowed is HOST:PORT",
            })
    void wrongValueIsNamedWithWhatIsAllowed(String line, String message) {
        assertThatThrownBy(() -> Options.parse(line.split(" ")))
                .isInstanceOf(CommandLineException.class)
                .hasMessage(message);
    }

    @Test
    void unknownOptionAndMissingValueAreNamed() {
        assertThatThrownBy(() -> Options.parse(new String[] {"--user", "3"}))
                .hasMessageStartingWith("option is \"--user\", allowed is one of --users, ");
        assertThatThrownBy(() -> Options.parse(new String[] {"--users"}))
                .hasMessageStartingWith("option is \"--users\", allowed is one of --users, ");
    }

    @Test
    void defaultsAreFourUsersAndServersOfItsOwn() throws Exception {
        Options options = Options.parse(new String[0]);

        assertThat(options.users()).isEqualTo(4);
        assertThat(options.session()).isEmpty();
        assertThat(options.stateSync()).isEmpty();
    }
}
