// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import io.aetherflow.samples.server.config.ConfigGroup;
import io.aetherflow.samples.server.config.ConfigKey;
import io.aetherflow.samples.server.config.NetworkTypes;

/** The keys of section Server: where gRPC is served. */
public final class ServerKeys {
    /** Server.Host. */
    public static final ConfigKey<String> HOST =
            new ConfigKey<>("Server.Host", NetworkTypes.host(), "127.0.0.1", "address on which gRPC is served");

    /** Server.Port. */
    public static final ConfigKey<Integer> PORT =
            new ConfigKey<>("Server.Port", NetworkTypes.listenPort(), "9000", "port on which gRPC is served, 0 = any");

    static final ConfigGroup GROUP = ConfigGroup.of(HOST, PORT);

    private ServerKeys() {}
}
