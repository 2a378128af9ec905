// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import io.aetherflow.samples.server.config.ConfigKey;
import io.aetherflow.samples.server.config.ConfigRule;
import io.aetherflow.samples.server.config.ValueTypes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The keys of section Store: which store it is, and where Redis is. Those of PostgreSQL are {@link PostgresKeys}. */
public final class StoreKeys {
    /** Store.Type. */
    public static final ConfigKey<StoreType> TYPE = new ConfigKey<>(
            "Store.Type", ValueTypes.choice(StoreType.class), StoreType.MEMORY.toString(), "where state is kept");

    /** The keys of section Store.Redis. */
    public static final RedisKeys REDIS = new RedisKeys("Store.Redis");

    private StoreKeys() {}

    /**
     * Returns the rule that only some store types can be used.
     *
     * @param supported the types that the server can open
     * @return the rule
     */
    public static ConfigRule supports(StoreType... supported) {
        List<StoreType> usable = List.of(supported);
        String names = Arrays.stream(supported).map(StoreType::toString).collect(Collectors.joining(", "));
        return new ConfigRule(
                List.of(TYPE),
                config -> Optional.of(config.value(TYPE))
                        .filter(type -> !usable.contains(type))
                        .map(type -> TYPE.path() + " is \"" + type + "\", allowed for this server is one of " + names));
    }
}
