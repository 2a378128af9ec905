// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import io.aetherflow.samples.editors.Servers;
import java.nio.file.Path;
import java.util.List;

/**
 * Two nodes on the same stores.
 *
 * @param nodes the nodes
 * @param reaper kills the servers if this process cannot
 */
record Cluster(List<Node> nodes, Reaper reaper) implements AutoCloseable {
    /** Starts both nodes. */
    static Cluster start(Engines engines, Path logs, Reaper reaper) throws InterruptedException {
        Cluster cluster = new Cluster(List.of(Node.of("a", engines, logs), Node.of("b", engines, logs)), reaper);
        try {
            cluster.nodes.forEach(Node::start);
            reaper.watch();
            for (Node node : cluster.nodes) {
                node.awaitListening();
            }
            return cluster;
        } catch (IllegalStateException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    Servers servers() {
        return new Servers(
                nodes.stream().map(node -> node.sessions().address()).toList(),
                nodes.stream().map(node -> node.stateSync().address()).toList());
    }

    /** Starts a node again that was killed, and returns when it listens. */
    void restart(Node node) throws InterruptedException {
        node.start();
        reaper.watch();
        node.awaitListening();
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }
}
