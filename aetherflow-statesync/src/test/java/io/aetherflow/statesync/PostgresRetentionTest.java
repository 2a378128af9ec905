// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.statesync.model.Payload;
import io.aetherflow.statesync.postgres.PostgresStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the page says may be deleted may be deleted. */
class PostgresRetentionTest {
    @Test
    void statementsOfThePageDeleteWhatNobodyReads() throws IOException {
        try (PostgresTestDatabase database = new PostgresTestDatabase()) {
            PostgresStateStore store = new PostgresStateStore(database.pool());
            StoredDocument document = StoreRows.create(store);
            Snapshot snapshot = new Snapshot(2, Payload.utf8("newest"));
            Conflict recorded = StoreRows.conflict(document.id(), 2);
            Conflict old = new Conflict(
                    recorded.id(),
                    recorded.docId(),
                    recorded.version(),
                    recorded.baseVersion(),
                    recorded.strategy(),
                    recorded.userId(),
                    recorded.parts(),
                    StoreRows.NOW.minusSeconds(100_000_000));
            LogEntry entry = StoreRows.entry(document.id(), "client", 1, 2, Optional.of(old));
            store.commit(new Commit(
                    document.id(),
                    document.head(),
                    List.of(entry),
                    List.of(StoreRows.client("client", 1, 2)),
                    Optional.of(snapshot),
                    Optional.empty()));

            String page = Files.readString(Path.of("POSTGRES.md"));
            int retention = page.indexOf("```sql", page.indexOf("## Retention")) + "```sql".length();
            database.execute(page.substring(retention, page.indexOf("```", retention)));

            assertThat(database.count("document_snapshot")).isEqualTo(1);
            assertThat(database.count("conflict_part")).isZero();
            assertThat(store.snapshot(document.id())).isEqualTo(snapshot);
            assertThat(store.conflicts(document.id(), 0, 10)).isEmpty();
            assertThat(store.log(document.id(), 1, 10))
                    .containsExactly(new LogEntry(entry.operation(), Optional.empty(), entry.submittedChecksum()));
        }
    }
}
