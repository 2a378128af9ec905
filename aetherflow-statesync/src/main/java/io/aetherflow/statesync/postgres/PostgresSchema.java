// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.StateStoreException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The tables of {@link PostgresStateStore}. They live in the connections' current schema: {@code currentSchema} in the JDBC
 * URL, or the first schema of {@code search_path}.
 *
 * <p>{@link #migrate} makes or updates them by Flyway. Those who run SQL by themselves run the files of {@link #SCRIPTS}
 * that are newer than their tables, in order and each in one transaction.
 */
public final class PostgresSchema {
    /** The version of the tables that this version of the library works with. */
    public static final int VERSION = 1;

    /**
     * The files that make the tables, in order, one for each version; resources in the folder
     * {@code io/aetherflow/statesync/postgres/migration} of the library's jar.
     */
    public static final List<String> SCRIPTS = List.of("V1__documents.sql");

    static final String FOLDER = "migration/";

    private static final int OLDEST_SERVER = 15;

    private static final String SERVER = """
            SELECT current_setting('server_version_num')::integer / 10000 AS server,
                current_setting('transaction_isolation') AS isolation,
                to_regclass('statesync_schema') IS NOT NULL AS has_schema
            """;

    private static final String HOLD_TURN =
            "SELECT pg_advisory_xact_lock(hashtextextended('aetherflow statesync ' || current_schema, 0))";

    private static final String SCHEMA = "SELECT version FROM statesync_schema";

    private PostgresSchema() {}

    /**
     * Makes the tables, or brings them up to {@link #VERSION}. Does nothing if they are there. Safe to be called by several
     * processes at once: one does the work, the others wait. Takes up to three connections.
     *
     * @param dataSource connections of a user who may create tables
     * @throws StateStoreException if Flyway (flyway-core and flyway-database-postgresql) is not on the class path or module
     *     path, or fails; the tables are then as before
     */
    public static void migrate(DataSource dataSource) {
        Database database = new Database(dataSource);
        database.inTransaction("make its tables", () -> {
            holdTurn(database);
            int existing = server(database).hasSchema() ? version(database) : 0;
            run(dataSource, existing);
            return existing;
        });
    }

    /** Flyway's own lock begins with its history table, whose making is a race. */
    private static void holdTurn(Database database) {
        database.call("wait for its turn to make tables", connection -> {
            try (SqlStatement statement = new SqlStatement(connection, HOLD_TURN)) {
                return statement.hasRow();
            }
        });
    }

    private static void run(DataSource dataSource, int existing) {
        try {
            FlywayMigration.run(dataSource, existing);
        } catch (NoClassDefFoundError e) {
            throw new StateStoreException(
                    "tables were not made: Flyway is missing; add flyway-core and flyway-database-postgresql, or run the"
                            + " SQL files of PostgresSchema.SCRIPTS",
                    e);
        }
    }

    /** What the server said of itself. */
    private record Server(int version, String isolation, boolean hasSchema) {}

    /** Throws one clear sentence unless the database is one that the store works with. */
    static void requireCurrent(Database database) {
        Server server = server(database);
        if (server.version() < OLDEST_SERVER) {
            throw refused(
                    "the server is PostgreSQL " + server.version() + ", needed is " + OLDEST_SERVER + " or newer");
        }
        if (!server.isolation().equals("read committed")) {
            throw refused("transactions are " + server.isolation()
                    + ", needed is default_transaction_isolation = 'read committed'");
        }
        if (!server.hasSchema()) {
            throw refused("the current schema has no tables of AetherFlow; PostgresSchema.migrate makes them");
        }
        requireVersion(version(database));
    }

    private static void requireVersion(int found) {
        if (found < VERSION) {
            throw refused("the tables are of version " + found + ", older than this library's " + VERSION
                    + "; PostgresSchema.migrate updates them");
        }
        if (found > VERSION) {
            throw refused("the tables are of version " + found + ", newer than this library's " + VERSION
                    + "; use a newer library");
        }
    }

    private static Server server(Database database) {
        return database.call("tell its version", connection -> {
            try (SqlStatement statement = new SqlStatement(connection, SERVER)) {
                return statement
                        .first(row -> new Server(
                                row.getInt("server"), row.getString("isolation"), row.getBoolean("has_schema")))
                        .orElseThrow();
            }
        });
    }

    private static int version(Database database) {
        Optional<Integer> version = database.call("tell the version of the tables", connection -> {
            try (SqlStatement statement = new SqlStatement(connection, SCHEMA)) {
                return statement.first(row -> row.getInt("version"));
            }
        });
        return version.orElseThrow(() -> refused("table statesync_schema is empty"));
    }

    private static StateStoreException refused(String reason) {
        return new StateStoreException("PostgreSQL cannot be used: " + reason, null);
    }
}
