// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL that the tests of one JVM share: the server of the environment variable
 * {@code AETHERFLOW_TEST_POSTGRES_URL} if it is set (a JDBC URL of a database whose user may create schemas), otherwise
 * one of our own without fsync, which ends with the JVM.
 */
public final class TestPostgres {
    private static final @Nullable String GIVEN = System.getenv("AETHERFLOW_TEST_POSTGRES_URL");

    private TestPostgres() {}

    private static final class Shared {
        static final PostgresServer SERVER = PostgresServer.start(PostgresServer.FAST);

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close, "stop-postgres"));
        }
    }

    /**
     * Makes an empty schema.
     *
     * @return the JDBC URL of a database in which that schema is the current one
     */
    public static String newDatabase() {
        String base = GIVEN != null ? GIVEN : Shared.SERVER.url("postgres");
        String schema = "test_" + UUID.randomUUID().toString().replace("-", "").toLowerCase(Locale.ROOT);
        PostgresServer.execute(base, "CREATE SCHEMA " + schema);
        return base + (base.contains("?") ? "&" : "?") + "currentSchema=" + schema;
    }
}
