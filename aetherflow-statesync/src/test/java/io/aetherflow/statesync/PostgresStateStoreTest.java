// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.postgres.PostgresStateStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresStateStoreTest extends StateStoreContract {
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
    StateStore open() {
        database.clear();
        return new PostgresStateStore(database.pool());
    }

    @Override
    public void passTime(Duration duration) {
        database.passTime(duration);
    }
}
