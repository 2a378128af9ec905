// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.store;

import io.aetherflow.samples.server.Ping;
import io.aetherflow.samples.server.config.Config;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks PostgreSQL for a sign of life on a connection of its own, so that a pool that is all in use does not look like an outage. */
public final class PostgresPing implements Ping, AutoCloseable {
    private static final int TIMEOUT_SECONDS = 1;

    private final DataSource source;
    private @Nullable Connection connection;

    /**
     * Creates a ping; it connects when it is used.
     *
     * @param config says where PostgreSQL is
     * @param name in PostgreSQL's list of sessions
     */
    public PostgresPing(Config config, String name) {
        this.source = PostgresPool.source(config, name);
    }

    @Override
    public synchronized void ping() throws SQLException {
        Connection open = connection == null ? source.getConnection() : connection;
        connection = open;
        if (!open.isValid(TIMEOUT_SECONDS)) {
            close();
            throw new SQLException("the connection does not answer");
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
