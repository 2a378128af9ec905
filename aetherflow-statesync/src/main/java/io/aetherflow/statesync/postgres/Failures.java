// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.StateStoreException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what JDBC throws into one sentence without any of the data, by its SQLSTATE (PostgreSQL manual, appendix A). */
final class Failures {
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("25006", "the database is read-only"),
            Map.entry("3D000", "there is no such database on the server"),
            Map.entry("40001", "the transaction met another one and was rolled back"),
            Map.entry("40P01", "the transaction met another one and was rolled back"),
            Map.entry("42501", "the user lacks a privilege"),
            Map.entry("42P01", "a table is missing"),
            Map.entry("55P03", "a row was locked for longer than lock_timeout"),
            Map.entry("57014", "the statement was cancelled, by statement_timeout or by an administrator"),
            Map.entry("57P01", "the server is shutting down"),
            Map.entry("57P02", "the server has crashed and starts again"),
            Map.entry("57P03", "the server is starting or shutting down"));

    private static final Map<String, String> REASONS_BY_CLASS = Map.of(
            "08", "there is no connection to the server",
            "22", "it refused the data",
            "23", "it refused the data",
            "25", "the transaction is in a state that does not allow it",
            "28", "the server does not let this user in with this password",
            "53", "the server is out of connections, memory or disk space");

    private Failures() {}

    /**
     * Describes a failure.
     *
     * @param doing what failed, to complete "PostgreSQL did not …"
     */
    static StateStoreException of(String doing, SQLException failure) {
        String state = state(failure);
        String reason = state == null ? reasonWithoutState(failure) : reason(state) + " (SQLSTATE " + state + ")";
        boolean refused = state != null && (state.startsWith("22") || state.startsWith("23"));
        return new StateStoreException("PostgreSQL did not " + doing + ": " + reason, failure, !refused);
    }

    /** Whether there was no connection, or none any more: then nobody knows what was done. */
    static boolean isOfConnection(SQLException failure) {
        String state = state(failure);
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }

    private static String reason(String state) {
        String known = REASONS.get(state);
        return known != null
                ? known
                : REASONS_BY_CLASS.getOrDefault(
                        state.substring(0, Math.min(2, state.length())), "the statement failed");
    }

    private static String reasonWithoutState(SQLException failure) {
        return failure instanceof SQLTransientConnectionException
                ? "no connection became free in the pool in time"
                : "the driver failed";
    }

    /** A pool hands on why it could not connect as a cause. */
    private static @Nullable String state(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
