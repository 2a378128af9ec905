// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.session;

import io.aetherflow.samples.server.ServerAssembly;
import io.aetherflow.samples.server.ServerStartException;
import io.aetherflow.samples.server.config.Config;
import io.aetherflow.samples.server.config.ConfigKey;
import io.aetherflow.samples.server.config.ConfigRule;
import io.aetherflow.samples.server.config.ValueTypes;
import io.aetherflow.samples.server.keys.StoreKeys;
import io.aetherflow.samples.server.keys.StoreType;
import io.aetherflow.samples.server.store.RedisClients;
import io.aetherflow.session.InMemorySessionStore;
import io.aetherflow.session.SessionStore;
import io.aetherflow.session.SessionStoreException;
import io.aetherflow.session.redis.RedisSessionStore;
import io.aetherflow.session.redis.RedisSessionStoreOptions;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;

/** Opens the store that a configuration asks for. */
final class SessionStorage {
    static final ConfigKey<String> KEY_PREFIX = new ConfigKey<>(
            "Store.Redis.KeyPrefix",
            ValueTypes.text(0, 256),
            RedisSessionStoreOptions.DEFAULTS.keyPrefix(),
            "what the names of all keys begin with");

    /** Braces would say which slot of a Cluster the keys belong to. */
    static final ConfigRule PREFIX_WITHOUT_BRACES = new ConfigRule(
            List.of(KEY_PREFIX),
            config -> Optional.of(config.value(KEY_PREFIX))
                    .filter(prefix -> prefix.contains("{") || prefix.contains("}"))
                    .map(prefix -> KEY_PREFIX.path() + " is \"" + prefix + "\", allowed is text without braces"));

    private SessionStorage() {}

    static SessionStore open(ServerAssembly assembly) {
        return assembly.config().value(StoreKeys.TYPE) == StoreType.REDIS
                ? openRedis(assembly)
                : assembly.closeOnStop(new InMemorySessionStore());
    }

    private static SessionStore openRedis(ServerAssembly assembly) {
        Config config = assembly.config();
        UnifiedJedis client = assembly.closeOnStop(RedisClients.open(config, StoreKeys.REDIS));
        assembly.watch("Redis", client::ping);
        try {
            return assembly.closeOnStop(new RedisSessionStore(
                    client,
                    RedisSessionStoreOptions.builder()
                            .keyPrefix(config.value(KEY_PREFIX))
                            .build()));
        } catch (SessionStoreException e) {
            throw ServerStartException.of(e);
        }
    }
}
