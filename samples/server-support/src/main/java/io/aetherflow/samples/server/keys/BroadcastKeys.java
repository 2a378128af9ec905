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

    /** All keys of the section; those of Store.Postgres must be in the schema too. */
    public static final ConfigGroup GROUP =
            ConfigGroup.of(TYPE).and(REDIS.group()).withRules(POSTGRES_IS_THE_STORES);

    private BroadcastKeys() {}
}
