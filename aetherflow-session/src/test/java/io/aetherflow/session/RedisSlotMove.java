// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import io.aetherflow.samples.engines.RedisCluster;
import io.aetherflow.samples.engines.RedisServer;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.MigrateParams;

/** Moves a hash slot with its keys from its master to another one, as {@code redis-cli --cluster reshard} does. */
final class RedisSlotMove implements AutoCloseable {
    private static final int SLOTS = 16_384;
    private static final int TIMEOUT_MILLIS = 5000;

    private final int slot;
    private final RedisServer target;
    private final List<RedisClient> masters = new ArrayList<>();
    private final RedisClient from;
    private final RedisClient to;

    /** Has both masters know that the slot is about to move; no key has moved yet. */
    RedisSlotMove(RedisCluster cluster, int slot) {
        this.slot = slot;
        int count = cluster.masters().size();
        int owner = slot * count / SLOTS;
        cluster.masters().forEach(master -> masters.add(RedisClient.create(master.url())));
        from = masters.get(owner);
        to = masters.get((owner + 1) % count);
        target = cluster.masters().get((owner + 1) % count);
        cluster(to, "SETSLOT", slot, "IMPORTING", id(from));
        cluster(from, "SETSLOT", slot, "MIGRATING", id(to));
    }

    /** The keys that have not moved yet. */
    List<String> keys() {
        return ((List<?>) cluster(from, "GETKEYSINSLOT", slot, 1000))
                .stream().map(key -> new String((byte[]) key)).toList();
    }

    void move(String key) {
        from.migrate("127.0.0.1", target.port(), TIMEOUT_MILLIS, MigrateParams.migrateParams(), key);
    }

    /** Moves the keys that are left, and tells everybody whose the slot is. */
    void finish() {
        for (List<String> left = keys(); !left.isEmpty(); left = keys()) {
            left.forEach(this::move);
        }
        String newOwner = id(to);
        cluster(to, "SETSLOT", slot, "NODE", newOwner);
        masters.forEach(master -> cluster(master, "SETSLOT", slot, "NODE", newOwner));
    }

    private static String id(UnifiedJedis master) {
        return new String((byte[]) cluster(master, "MYID"));
    }

    private static Object cluster(UnifiedJedis master, Object... arguments) {
        return master.executeCommand(new CommandArguments(Protocol.Command.CLUSTER).addObjects(arguments));
    }

    @Override
    public void close() {
        masters.forEach(RedisClient::close);
    }
}
