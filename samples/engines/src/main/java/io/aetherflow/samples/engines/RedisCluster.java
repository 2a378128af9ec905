// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Redis Cluster of three masters on the loopback, each with one replica or none. Not safe for use by several threads. */
public final class RedisCluster implements AutoCloseable {
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;

    private static final Map<String, String> SETTINGS =
            Map.of("cluster-enabled", "yes", "cluster-config-file", "nodes.conf", "repl-diskless-sync-delay", "0");
    private static final String NODE_TIMEOUT_MILLIS = "2000";

    private final List<RedisServer> masters = new ArrayList<>();
    private final List<RedisServer> replicas = new ArrayList<>();

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
     * Starts the nodes and joins them, with a replica of each master. A node that is silent for two seconds counts as failed.
     *
     * @return the Cluster, with every slot served and every replica in step
     */
    public static RedisCluster startWithReplicas() {
        RedisCluster cluster = start();
        try {
            cluster.launchReplicas();
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw new IllegalStateException("cannot start the replicas of a Redis Cluster", e);
        }
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
            RedisServer node = RedisServer.start(program, SETTINGS);
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

    private void launchReplicas() throws IOException {
        RedisServer first = masters.get(0);
        for (RedisServer master : masters) {
            RedisServer replica = RedisServer.start(SETTINGS);
            replicas.add(replica);
            String masterId = master.call("CLUSTER", "MYID");
            replica.call("CLUSTER", "MEET", "127.0.0.1", Integer.toString(first.port()));
            replica.await(
                    "to know its master",
                    () -> replica.call("CLUSTER", "REPLICATE", masterId).equals("OK"));
        }
        for (RedisServer node : masters) {
            node.await("to know all replicas", () -> replicasKnownTo(node) == replicas.size());
        }
        for (RedisServer replica : replicas) {
            replica.await("to follow its master", () -> replica.call("INFO").contains("master_link_status:up"));
        }
        for (RedisServer node :
                Stream.concat(masters.stream(), replicas.stream()).toList()) {
            node.call("CONFIG", "SET", "cluster-node-timeout", NODE_TIMEOUT_MILLIS);
        }
    }

    private static long replicasKnownTo(RedisServer node) throws IOException {
        return node.call("CLUSTER", "NODES")
                .lines()
                .filter(line -> line.contains(" slave ") && line.endsWith(" connected"))
                .count();
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

    /**
     * Returns the replicas.
     *
     * @return one of each master, in the same order, or none; unmodifiable
     */
    public List<RedisServer> replicas() {
        return List.copyOf(replicas);
    }

    /** Kills all nodes and deletes their data. */
    @Override
    public void close() {
        replicas.forEach(RedisServer::close);
        masters.forEach(RedisServer::close);
    }
}
