// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.postgres.PostgresStateStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same on PostgreSQL. */
class PostgresConcurrentSubmissionTest extends ConcurrentSubmissionTest {
    private static PostgresTestDatabase database;

    @BeforeAll
    static void makeDatabase() {
        database = new PostgresTestDatabase();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Override
    StateStore newStore() {
        database.clear();
        return new PostgresStateStore(database.pool());
    }

    @Override
    int submissionsThatRead() {
        return 200;
    }
}
