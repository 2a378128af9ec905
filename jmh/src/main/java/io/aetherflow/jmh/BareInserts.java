// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/** One INSERT and its COMMIT after another on one connection: the least that a durable operation can cost. */
final class BareInserts {
    private final DataSource pool;

    BareInserts(DataSource pool) throws SQLException {
        this.pool = pool;
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE bare (doc_id uuid, version bigint, data bytea, PRIMARY KEY (doc_id, version))");
        }
    }

    /** Inserts for a while, and returns how long each took. */
    Latencies run(long nanos) throws SQLException {
        Latencies latencies = new Latencies();
        UUID docId = UUID.randomUUID();
        long start = System.nanoTime();
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO bare VALUES (?, ?, ?)")) {
            for (long now = start, version = 1; now - start < nanos; version++) {
                insert.setObject(1, docId);
                insert.setLong(2, version);
                insert.setBytes(3, new byte[40]);
                insert.executeUpdate();
                long end = System.nanoTime();
                latencies.add(end - now);
                now = end;
            }
        }
        return latencies;
    }
}
