// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.broadcast.SignalLink;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** LISTEN and NOTIFY, each on a connection of its own. */
final class PostgresSignalLink implements SignalLink {
    static final String CHANNEL = "aetherflow_statesync";

    private static final int REPLY_MILLIS = 5_000;
    private static final int SILENCE_MILLIS = 3 * HEARTBEAT_MILLIS;
    private static final Executor SAME_THREAD = Runnable::run;

    private final DataSource dataSource;
    private volatile boolean closed;
    private volatile int timeoutBefore;
    private volatile @Nullable Connection receiving;
    private volatile @Nullable Connection sending;

    PostgresSignalLink(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void send(String message) throws SQLException {
        Connection connection = sending;
        if (connection == null) {
            connection = open();
            sending = connection;
            execute(connection, "SET synchronous_commit = off"); // a signal need not survive a crash
        }
        try (PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
            notify.setString(1, CHANNEL);
            notify.setString(2, message);
            notify.execute();
        } catch (SQLException e) {
            sending = null;
            drop(connection);
            throw e;
        }
    }

    @Override
    public void receive(Runnable connected, Consumer<String> handler) throws SQLException {
        Connection connection = open();
        receiving = connection;
        try {
            execute(connection, "LISTEN " + CHANNEL);
            connected.run();
            PGConnection notified = connection.unwrap(PGConnection.class);
            while (!closed) {
                PGNotification[] notifications = notified.getNotifications(SILENCE_MILLIS);
                if (notifications == null || notifications.length == 0) {
                    throw new SQLException("nothing heard for " + SILENCE_MILLIS + " ms, not even from this node");
                }
                for (PGNotification notification : notifications) {
                    handler.accept(notification.getParameter());
                }
            }
        } finally {
            drop(connection);
        }
    }

    private Connection open() throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.setAutoCommit(true);
        timeoutBefore = connection.getNetworkTimeout();
        connection.setNetworkTimeout(SAME_THREAD, REPLY_MILLIS);
        if (closed) {
            drop(connection);
            throw new SQLException("closed");
        }
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        closed = true;
        drop(receiving);
        drop(sending);
    }

    /** Ends a connection for good, so that a pool does not hand on one that listens. */
    private void drop(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.setNetworkTimeout(SAME_THREAD, timeoutBefore); // a pool would complain that it cannot any more
            connection.abort(SAME_THREAD);
            connection.close();
        } catch (SQLException e) {
            // it is gone, which is what was wanted
        }
    }
}
