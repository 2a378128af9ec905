// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.StateStoreException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** Runs the scripts by Flyway: the one class that needs it. */
final class FlywayMigration {
    /** Beside whatever the application migrates in the same schema. */
    private static final String HISTORY_TABLE = "statesync_schema_history";

    private FlywayMigration() {}

    /**
     * Runs the scripts that are newer than the tables.
     *
     * @param existing the version of the tables, 0 if there are none
     */
    static void run(DataSource dataSource, int existing) {
        try {
            Flyway.configure()
                    .dataSource(dataSource)
                    .table(HISTORY_TABLE)
                    .resourceProvider(new Scripts())
                    .baselineOnMigrate(true)
                    .baselineVersion(Integer.toString(existing))
                    .placeholderReplacement(false)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StateStoreException("PostgreSQL did not make or update the tables: Flyway failed", e);
        }
    }

    /** Hands Flyway the scripts, so that it searches neither class path nor modules. */
    private static final class Scripts implements ResourceProvider {
        @Override
        public @Nullable LoadableResource getResource(String name) {
            return PostgresSchema.SCRIPTS.contains(name) ? new Script(name) : null;
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return PostgresSchema.SCRIPTS.stream()
                    .filter(name ->
                            name.startsWith(prefix) && Stream.of(suffixes).anyMatch(name::endsWith))
                    .<LoadableResource>map(Script::new)
                    .toList();
        }
    }

    /** One script. */
    private static final class Script extends LoadableResource {
        private final String name;

        Script(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            return new InputStreamReader(
                    Objects.requireNonNull(
                            PostgresSchema.class.getResourceAsStream(PostgresSchema.FOLDER + name), name),
                    StandardCharsets.UTF_8);
        }

        @Override
        public String getAbsolutePath() {
            return name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
