// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.samples.engines.TestPostgres;
import io.aetherflow.statesync.postgres.PostgresSchema;
import io.aetherflow.statesync.postgres.PostgresStateStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Tables that are there, are not there, or are of another version. */
class PostgresSchemaTest {
    private static final String TABLES = """
            SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
                || coalesce(' ' || column_default, '') || coalesce(' ' || collation_name, '')
            FROM information_schema.columns
            WHERE table_schema = current_schema AND table_name <> 'statesync_schema_history'
            UNION ALL
            SELECT replace(indexdef, current_schema || '.', '') FROM pg_indexes
            WHERE schemaname = current_schema AND tablename <> 'statesync_schema_history'
            ORDER BY 1
            """;

    private final String url = TestPostgres.newDatabase();
    private PGSimpleDataSource database = open(url);

    private static PGSimpleDataSource open(String url) {
        PGSimpleDataSource opened = new PGSimpleDataSource();
        opened.setUrl(url);
        return opened;
    }

    @Test
    void storeWithoutTablesSaysSo() {
        assertRefused("the current schema has no tables of AetherFlow; PostgresSchema.migrate makes them");
    }

    @Test
    void tablesNewerThanTheLibraryAreRefused() {
        PostgresSchema.migrate(database);
        execute("UPDATE statesync_schema SET version = 1000");

        assertRefused("the tables are of version 1000, newer than this library's 1; use a newer library");
    }

    @Test
    void tablesOlderThanTheLibraryAreRefused() {
        PostgresSchema.migrate(database);
        execute("ALTER TABLE statesync_schema DROP CONSTRAINT statesync_schema_version_check");
        execute("UPDATE statesync_schema SET version = 0");

        assertRefused("the tables are of version 0, older than this library's 1; PostgresSchema.migrate updates them");
    }

    @Test
    void serverOlderThanFifteenIsRefused() {
        PostgresSchema.migrate(database);
        // A function of our own that comes before PostgreSQL's in the search path.
        execute("CREATE FUNCTION current_setting(name text) RETURNS text LANGUAGE sql AS"
                + " $$ SELECT CASE WHEN name = 'server_version_num' THEN '140012'"
                + " ELSE pg_catalog.current_setting(name) END $$");
        database = open(url + ",pg_catalog");

        assertRefused("the server is PostgreSQL 14, needed is 15 or newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serializable", "repeatable read"})
    void transactionsThatAreNotReadCommittedAreRefused(String isolation) {
        PostgresSchema.migrate(database);
        database.setOptions("-c default_transaction_isolation=" + isolation.replace(" ", "\\ "));

        assertRefused("transactions are " + isolation + ", needed is default_transaction_isolation = 'read committed'");
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> new PostgresStateStore(database))
                .isInstanceOf(StateStoreException.class)
                .hasMessage("PostgreSQL cannot be used: " + reason);
    }

    @Test
    void migratingTwiceKeepsTheDocuments() {
        PostgresSchema.migrate(database);
        PostgresStateStore store = new PostgresStateStore(database);
        StoredDocument document = StoreRows.create(store);

        PostgresSchema.migrate(database);

        assertThat(store.find(document.id())).contains(document);
    }

    @Test
    void processesThatMigrateAtOnceAllSucceed() {
        InParallel.run(4, thread -> {
            PostgresSchema.migrate(database);
            return null;
        });

        assertThat(new PostgresStateStore(database).stats().documents()).isZero();
    }

    @Test
    void tablesStandBesideThoseOfTheApplication() {
        execute("CREATE TABLE flyway_schema_history (mine integer)");

        PostgresSchema.migrate(database);

        StoreRows.create(new PostgresStateStore(database));
        assertThat(query("SELECT count(*) FROM flyway_schema_history")).containsExactly("0");
    }

    @Test
    void scriptsWithoutFlywayMakeTheSameTables() {
        PostgresSchema.migrate(database);
        List<String> migrated = query(TABLES);
        database = open(TestPostgres.newDatabase());
        PostgresSchema.SCRIPTS.forEach(name -> execute(script(name)));

        assertThat(query(TABLES)).isEqualTo(migrated).hasSizeGreaterThan(50);
        StoreRows.create(new PostgresStateStore(database));
    }

    @Test
    void migrationAfterTheScriptsFindsNothingToDo() {
        PostgresSchema.SCRIPTS.forEach(name -> execute(script(name)));

        PostgresSchema.migrate(database);

        StoreRows.create(new PostgresStateStore(database));
    }

    private static String script(String name) {
        try (InputStream script =
                PostgresSchema.class.getResourceAsStream("/io/aetherflow/statesync/postgres/migration/" + name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private List<String> query(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
