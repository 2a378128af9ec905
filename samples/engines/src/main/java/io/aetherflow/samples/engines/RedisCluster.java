// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Redis Cluster of three masters on the loopback, without replicas. Not safe for use by several threads. */
public final class RedisCluster implements AutoCloseable {
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;

    private final List<RedisServer> masters = new ArrayList<>();

    private RedisCluster() {}

    /**
     * Starts the nodes and joins them.
     *
     * @return the Cluster, with every slot served
     */
    public static RedisCluster start() {
        return start(RedisBinary.bundled());
    }

    /**
     * Starts the nodes of an installed program and joins them.
     *
     * @param program the redis-server to run
     * @return the Cluster, with every slot served
     */
    public static RedisCluster start(Path program) {
        RedisCluster cluster = new RedisCluster();
        try {
            cluster.launch(program);
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw new IllegalStateException("cannot start a Redis Cluster", e);
        }
    }

    private void launch(Path program) throws IOException {
        for (int i = 0; i < MASTERS; i++) {
            RedisServer node =
                    RedisServer.start(program, Map.of("cluster-enabled", "yes", "cluster-config-file", "nodes.conf"));
            masters.add(node);
            node.call(addSlots(SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS));
            node.call("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
        for (RedisServer node : masters) {
            masters.get(0).call("CLUSTER", "MEET", "127.0.0.1", Integer.toString(node.port()));
        }
        for (RedisServer node : masters) {
            node.await("to know its Cluster", () -> {
                String info = node.call("CLUSTER", "INFO");
                return info.contains("cluster_state:ok") && info.contains("cluster_size:" + MASTERS);
            });
        }
    }

    private static String[] addSlots(int from, int to) {
        List<String> words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
        for (int slot = from; slot < to; slot++) {
            words.add(Integer.toString(slot));
        }
        return words.toArray(String[]::new);
    }

    /**
     * Returns the nodes.
     *
     * @return the masters, each with a third of the slots in order; unmodifiable
     */
    public List<RedisServer> masters() {
        return List.copyOf(masters);
    }

    /** Kills all nodes and deletes their data. */
    @Override
    public void close() {
        masters.forEach(RedisServer::close);
    }
}
