// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on connections of a pool: each call by itself and committed at once, or, inside a transaction, on the
 * connection that the transaction has bound to the thread.
 */
final class Database {
    private final DataSource pool;
    private final ThreadLocal<@Nullable Connection> bound = new ThreadLocal<>();

    Database(DataSource pool) {
        this.pool = pool;
    }

    /** What is done on a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Does one thing on a connection.
     *
     * @param doing what it does, to complete "PostgreSQL did not …"
     */
    <T> T call(String doing, Work<T> work) {
        Connection joined = bound.get();
        try {
            return joined == null ? onItsOwn(work) : work.on(joined);
        } catch (SQLException e) {
            throw Failures.of(doing, e);
        }
    }

    private <T> T onItsOwn(Work<T> work) throws SQLException {
        try (Connection connection = connect()) {
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            return work.on(connection);
        }
    }

    private Connection connect() throws SQLException {
        try {
            return pool.getConnection();
        } catch (RuntimeException e) {
            throw new SQLException("the pool failed", e); // as HikariCP does where it connects for the first time
        }
    }

    /** Whether this thread is inside a task of {@link #inTransaction}. */
    boolean isInTransaction() {
        return bound.get() != null;
    }

    /** Makes all calls that a task makes on this thread one transaction; a task inside a task joins the outer one's. */
    <T> T inTransaction(String doing, Supplier<T> task) {
        if (isInTransaction()) {
            return task.get();
        }
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            T result = run(connection, task);
            connection.commit();
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException e) {
            throw Failures.of(doing, e);
        }
    }

    private <T> T run(Connection connection, Supplier<T> task) {
        bound.set(connection);
        try {
            return task.get();
        } catch (RuntimeException | Error e) {
            rollBack(connection, e);
            throw e;
        } finally {
            bound.remove();
        }
    }

    /** A connection that cannot roll back is broken, and the server rolls back by itself. */
    private static void rollBack(Connection connection, Throwable reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
