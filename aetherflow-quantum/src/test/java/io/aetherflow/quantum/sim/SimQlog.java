// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.sim;

import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.qlog.QlogSink;
import io.aetherflow.quantum.internal.qlog.QlogTrace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Writes down the connections of simulated endpoints as qlog files in a directory; times count from the beginning of the run. */
public final class SimQlog implements QlogSink, AutoCloseable {
    private final Path directory;
    private final List<Runnable> ends = new ArrayList<>();

    /**
     * @param directory of which older files go
     */
    public SimQlog(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            try (var old = Files.newDirectoryStream(directory, "*.sqlog")) {
                for (Path file : old) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on. */
    public void record(World world) {
        record(world.clientEndpoint(), world.network(), World.CLIENT);
        record(world.serverEndpoint(), world.network(), World.SERVER);
    }

    private void record(SimEndpoint endpoint, SimNetwork network, InetSocketAddress address) {
        endpoint.watch(connection -> {
            long now = network.now();
            QlogTrace.begin(connection, address, this, now, network.elapsed().toMillis());
            ends.add(() -> connection.observer().ended(network.now()));
        });
    }

    /** The file of one end. */
    public Path file(ConnectionCore connection) {
        return directory.resolve(connection.id() + (connection.isClient() ? "_client" : "_server") + ".sqlog");
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void append(String file, byte[] text) {
        try {
            Files.write(directory.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Completes the files. */
    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
