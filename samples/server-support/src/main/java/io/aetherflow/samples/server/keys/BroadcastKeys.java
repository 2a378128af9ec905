// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import io.aetherflow.samples.server.config.ConfigGroup;
import io.aetherflow.samples.server.config.ConfigKey;
import io.aetherflow.samples.server.config.ConfigRule;
import io.aetherflow.samples.server.config.ValueTypes;
import java.util.List;
import java.util.Optional;

/** The keys of section Broadcast: how the servers on one store tell each other what has changed. */
public final class BroadcastKeys {
    private static final int LEAST_POOL = 4;

    /** Broadcast.Type. */
    public static final ConfigKey<BroadcastType> TYPE = new ConfigKey<>(
            "Broadcast.Type",
            ValueTypes.choice(BroadcastType.class),
            BroadcastType.LOCAL.toString(),
            "how servers on one store tell each other of changes");

    /** The keys of section Broadcast.Redis. */
    public static final RedisKeys REDIS = new RedisKeys("Broadcast.Redis");

    private static final ConfigRule POSTGRES_IS_THE_STORES = new ConfigRule(List.of(TYPE, StoreKeys.TYPE), config -> {
        boolean fits =
                config.value(TYPE) != BroadcastType.POSTGRES || config.value(StoreKeys.TYPE) == StoreType.POSTGRES;
        return fits
                ? Optional.empty()
                : Optional.of(TYPE.path() + " is \"postgres\" and " + StoreKeys.TYPE.path() + " is \""
                        + config.value(StoreKeys.TYPE) + "\", allowed with it is postgres, whose database is used");
    });

    private static final ConfigRule POOL_HAS_ROOM = new ConfigRule(List.of(PostgresKeys.POOL_SIZE, TYPE), config -> {
        int size = config.value(PostgresKeys.POOL_SIZE);
        return config.value(TYPE) != BroadcastType.POSTGRES || size >= LEAST_POOL
                ? Optional.empty()
                : Optional.of(PostgresKeys.POOL_SIZE.path() + " is " + size + ", allowed with " + TYPE.path()
                        + " postgres, which keeps two connections, is " + LEAST_POOL + " or more");
    });

    /** All keys of the section; those of Store.Postgres must be in the schema too. */
    public static final ConfigGroup GROUP =
            ConfigGroup.of(TYPE).and(REDIS.group()).withRules(POSTGRES_IS_THE_STORES, POOL_HAS_ROOM);

    private BroadcastKeys() {}
}
