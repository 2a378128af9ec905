// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import com.zaxxer.hikari.HikariDataSource;
import io.aetherflow.statesync.postgres.PostgresSchema;
import io.aetherflow.statesync.postgres.PostgresStateStore;

/** The example of the README's section on PostgreSQL. */
final class PostgresReadmeExample {
    private PostgresReadmeExample() {}

    static String run(String jdbcUrl) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(jdbcUrl); // jdbc:postgresql://127.0.0.1:5432/app?currentSchema=statesync&user=app
        PostgresSchema.migrate(pool);
        StateSyncManager manager = new StateSyncManager(new PostgresStateStore(pool));

        Caller ann = Caller.of("ann", "session-1");
        Document document = manager.create(ann, NewDocument.of("notes", DocumentType.TEXT));
        String kept = manager.document(ann, document.id()).info().name(); // "notes", by any manager on this database

        manager.close();
        pool.close();
        return kept;
    }
}
