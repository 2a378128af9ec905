// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import io.aetherflow.samples.server.config.ConfigKey;
import io.aetherflow.samples.server.config.ConfigLoader;
import io.aetherflow.samples.server.config.ConfigSchema;
import io.aetherflow.samples.server.config.DurationType;
import io.aetherflow.samples.server.keys.StandardKeys;
import io.aetherflow.samples.server.keys.StoreKeys;
import io.aetherflow.samples.server.keys.StoreType;
import java.time.Duration;

/** A sample server around the toy service, written as the real ones are. */
final class ToyServer implements ServerDefinition {
    static final ConfigKey<Duration> LOCK_TIMEOUT =
            new ConfigKey<>("Manager.LockTimeout", DurationType.duration("1s", "1h"), "30s", "how long a lock is held");

    private static final ConfigSchema SCHEMA = StandardKeys.schema("toy-server", 9001, 9101)
            .group(StoreKeys.REDIS.group())
            .rules(StoreKeys.supports(StoreType.MEMORY))
            .keys(LOCK_TIMEOUT)
            .build();

    private final ToyService service = new ToyService();

    public static void main(String[] args) {
        System.exit(ServerMain.run(args, new ToyServer()));
    }

    /** A loader that takes free ports. */
    ConfigLoader loader() {
        return new ConfigLoader(SCHEMA).set("Server.Port=0").set("Metrics.Port=0");
    }

    ToyService service() {
        return service;
    }

    @Override
    public String name() {
        return "toy-server";
    }

    @Override
    public ConfigSchema schema() {
        return SCHEMA;
    }

    @Override
    public void assemble(ServerAssembly assembly) {
        assembly.service(service);
        assembly.onDrain(() -> service.release("answered while draining"));
    }
}
