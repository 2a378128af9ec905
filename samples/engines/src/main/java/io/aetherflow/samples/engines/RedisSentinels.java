// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Redis master and its replica, watched by three sentinels which make the replica the master when the master is gone.
 * Not safe for use by several threads.
 */
public final class RedisSentinels implements AutoCloseable {
    /** The name that the sentinels know the master by. */
    public static final String MASTER_NAME = "aetherflow";

    private static final int SENTINELS = 3;
    private static final String QUORUM = "2";
    private static final String DOWN_AFTER_MILLIS = "1000";

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisServer> sentinels = new ArrayList<>();

    private RedisSentinels() {}

    /**
     * Starts the servers and the sentinels.
     *
     * @return the set, with the replica in step and every sentinel knowing the others
     */
    public static RedisSentinels start() {
        RedisSentinels set = new RedisSentinels();
        try {
            set.launch();
            return set;
        } catch (IOException | RuntimeException e) {
            set.close();
            throw new IllegalStateException("cannot start Redis with sentinels", e);
        }
    }

    private void launch() throws IOException {
        RedisServer master = RedisServer.start(Map.of("repl-diskless-sync-delay", "0"));
        servers.add(master);
        String masterPort = Integer.toString(master.port());
        RedisServer replica = RedisServer.start(Map.of("replicaof", "127.0.0.1 " + masterPort));
        servers.add(replica);
        replica.await("to follow its master", () -> replica.call("INFO").contains("master_link_status:up"));
        for (int i = 0; i < SENTINELS; i++) {
            RedisServer sentinel = RedisServer.startSentinel();
            sentinels.add(sentinel);
            sentinel.call("SENTINEL", "MONITOR", MASTER_NAME, "127.0.0.1", masterPort, QUORUM);
            sentinel.call("SENTINEL", "SET", MASTER_NAME, "down-after-milliseconds", DOWN_AFTER_MILLIS);
        }
        for (RedisServer sentinel : sentinels) {
            sentinel.await(
                    "to know all sentinels",
                    () -> sentinel.call("INFO")
                            .contains(
                                    "status=ok,address=127.0.0.1:" + masterPort + ",slaves=1,sentinels=" + SENTINELS));
        }
    }

    /**
     * Returns the server that was the master at first.
     *
     * @return the first master
     */
    public RedisServer master() {
        return servers.get(0);
    }

    /**
     * Returns the server that was the replica at first.
     *
     * @return the first replica
     */
    public RedisServer replica() {
        return servers.get(1);
    }

    /**
     * Returns the sentinels.
     *
     * @return all of them; unmodifiable
     */
    public List<RedisServer> sentinels() {
        return List.copyOf(sentinels);
    }

    /** Kills all servers and deletes their data. */
    @Override
    public void close() {
        sentinels.forEach(RedisServer::close);
        servers.forEach(RedisServer::close);
    }
}
