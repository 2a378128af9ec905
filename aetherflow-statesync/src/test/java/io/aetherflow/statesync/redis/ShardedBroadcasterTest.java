// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aetherflow.samples.engines.RedisCluster;
import io.aetherflow.samples.engines.RedisServer;
import java.nio.file.Path;
import java.util.Optional;
import redis.clients.jedis.RedisClusterClient;

/** On a Cluster of an installed redis-server of version 7 or newer, with sharded pub/sub; skipped where none is. */
class ShardedBroadcasterTest extends ClusterBroadcasterContract {
    @Override
    RedisCluster startCluster() {
        Optional<Path> installed = RedisServer.installed();
        assumeTrue(installed.isPresent(), "no redis-server is installed");
        return RedisCluster.start(installed.get());
    }

    @Override
    void send(RedisClusterClient through, String to, String message) {
        assumeTrue(ShardedSignalLink.isSupportedBy(through), "the installed redis-server is older than version 7");
        through.spublish(to, message);
    }
}
