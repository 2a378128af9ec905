// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import io.aetherflow.samples.server.config.ConfigSchema;
import java.net.URL;
import java.util.Optional;

/** What makes one sample server different from another: its name, its keys and its services. */
public interface ServerDefinition {
    /**
     * Returns the server's name, as in messages and thread names.
     *
     * @return such as {@code session-server}
     */
    String name();

    /**
     * Returns the keys of the server's configuration, the standard ones among them.
     *
     * @return the schema
     */
    ConfigSchema schema();

    /**
     * Opens what the server needs and hands over its services. What was registered for closing is closed also when
     * this method fails.
     *
     * @param assembly gives the configuration and takes the services
     */
    void assemble(ServerAssembly assembly);

    /**
     * Returns the configuration file that holds where the user names none: {@code <name>.yaml} beside the class.
     *
     * @return the bundled file, or empty where there is none
     */
    default Optional<URL> bundledConfig() {
        return Optional.ofNullable(getClass().getResource(name() + ".yaml"));
    }
}
