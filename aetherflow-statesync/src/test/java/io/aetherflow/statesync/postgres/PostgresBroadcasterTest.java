// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.samples.engines.TestPostgres;
import io.aetherflow.statesync.Broadcaster;
import io.aetherflow.statesync.broadcast.BroadcasterContract;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresBroadcasterTest extends BroadcasterContract {
    private static final PGSimpleDataSource DATA_SOURCE = dataSource();

    private static PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(TestPostgres.newDatabase());
        dataSource.setApplicationName("PostgresBroadcasterTest");
        return dataSource;
    }

    @Override
    protected Broadcaster open() {
        return new PostgresBroadcaster(DATA_SOURCE);
    }

    @Override
    protected void cutConnections() throws SQLException {
        execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ? AND pid <> pg_backend_pid()",
                "PostgresBroadcasterTest");
    }

    @Override
    protected void sendForeignMessage(String message) throws SQLException {
        execute("SELECT pg_notify('aetherflow_statesync', ?)", message);
    }

    private static void execute(String sql, String parameter) throws SQLException {
        try (Connection connection = DATA_SOURCE.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            statement.execute();
        }
    }
}
