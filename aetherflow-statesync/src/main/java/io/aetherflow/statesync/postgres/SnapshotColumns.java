// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Commit;
import io.aetherflow.statesync.Snapshot;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rows of table document_snapshot that commits bring, as one array for each column. */
final class SnapshotColumns {
    /** Inserts the rows for the documents in {@code head}, or nothing where that is empty. */
    static final String INSERT = """
            INSERT INTO document_snapshot (doc_id, version, content)
            SELECT s.* FROM unnest(?::uuid[], ?::bigint[], ?::bytea[]) AS s (doc_id, version, content)
            JOIN head ON head.doc_id = s.doc_id
            """;

    private SnapshotColumns() {}

    static void bind(SqlStatement statement, List<Commit> commits) throws SQLException {
        List<Commit> with =
                commits.stream().filter(commit -> commit.snapshot().isPresent()).toList();
        List<Snapshot> snapshots =
                with.stream().map(Commit::snapshot).flatMap(Optional::stream).toList();
        statement
                .uuids(with, Commit::docId)
                .numbers(snapshots, Snapshot::version)
                .bytes(snapshots, snapshot -> Optional.of(snapshot.content().toByteArray()));
    }
}
