// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.redis;

import io.aetherflow.samples.engines.RedisCluster;
import redis.clients.jedis.RedisClusterClient;

/** On a Cluster of version 6.2, which has no sharded pub/sub. */
class OldClusterBroadcasterTest extends ClusterBroadcasterContract {
    @Override
    RedisCluster startCluster() {
        return RedisCluster.start();
    }

    @Override
    void send(RedisClusterClient through, String to, String message) {
        through.publish(to, message);
    }
}
