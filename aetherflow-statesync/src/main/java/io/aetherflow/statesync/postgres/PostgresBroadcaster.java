// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.core.Registration;
import io.aetherflow.statesync.Broadcaster;
import io.aetherflow.statesync.broadcast.LinkedBroadcaster;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Carries signals between nodes with PostgreSQL's LISTEN and NOTIFY on the channel {@code aetherflow_statesync}, outside
 * of every transaction that writes: a signal costs writers nothing. Nodes that share a database hear each other. Takes
 * two connections and keeps them; opens them again when they break.
 */
public final class PostgresBroadcaster implements Broadcaster {
    private final LinkedBroadcaster linked;

    /**
     * Starts sending and receiving.
     *
     * @param dataSource where the two connections come from: best the PostgreSQL driver's own, since they stay open and
     *     are cut off at the end; if it is a pool it must have room for two more. Not through PgBouncer in transaction
     *     mode, which does not carry LISTEN
     */
    public PostgresBroadcaster(DataSource dataSource) {
        linked = new LinkedBroadcaster(new PostgresSignalLink(Objects.requireNonNull(dataSource, "dataSource")));
    }

    @Override
    public void publish(Signal signal) {
        linked.publish(signal);
    }

    @Override
    public Registration listen(Consumer<Signal> listener) {
        return linked.listen(listener);
    }

    @Override
    public void close() {
        linked.close();
    }
}
