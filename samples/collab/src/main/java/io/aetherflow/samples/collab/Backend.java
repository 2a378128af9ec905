// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import io.aetherflow.samples.editors.Servers;
import io.aetherflow.samples.server.SampleServer;
import io.aetherflow.samples.server.ServerDefinition;
import io.aetherflow.samples.server.config.ConfigLoader;
import io.aetherflow.samples.session.SessionServer;
import io.aetherflow.samples.statesync.StateSyncServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The two servers: started in this JVM on free loopback ports, or running elsewhere. */
final class Backend implements AutoCloseable {
    /** There are histories in which somebody pastes more than the default allows. */
    private static final String LARGE_PASTES = "Manager.MaxOperationBytes=1048576";

    private final List<SampleServer> started = new ArrayList<>();
    private final String sessionAddress;
    private final String stateSyncAddress;

    Backend(Optional<String> session, Optional<String> stateSync) {
        sessionAddress = session.orElseGet(() -> start(new SessionServer()));
        stateSyncAddress = stateSync.orElseGet(() -> start(new StateSyncServer(), LARGE_PASTES));
    }

    private String start(ServerDefinition definition, String... settings) {
        ConfigLoader loader =
                new ConfigLoader(definition.schema()).set("Server.Port=0").set("Metrics.Enable=false");
        Stream.of(settings).forEach(loader::set);
        SampleServer server = SampleServer.start(definition, loader.load());
        started.add(server);
        return server.address();
    }

    Servers servers() {
        return new Servers(List.of(sessionAddress), List.of(stateSyncAddress));
    }

    @Override
    public void close() {
        started.forEach(SampleServer::close);
    }
}
