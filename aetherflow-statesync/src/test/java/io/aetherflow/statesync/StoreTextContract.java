// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Overlap;
import io.aetherflow.statesync.model.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text is text: whatever characters callers choose, they come back, and mean nothing to a store. */
interface StoreTextContract extends StoreUnderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "');DELETE/**/FROM/**/document;--",
                "\"document\"",
                "$1",
                "?",
                "{a,NULL}",
                "NULL",
                "\\x00",
                "%s%n",
                "a\\'b"
            })
    default void idsThatLookLikeCodeAreIds(String id) {
        DocumentMetadata metadata = new DocumentMetadata(
                Set.of(id), id, Map.of(id, id), new Permissions(id, Set.of(id + 1), Set.of(id + 2), false));
        DocumentInfo info = new DocumentInfo(
                StoreRows.id(),
                id,
                DocumentType.TEXT,
                DocumentState.ACTIVE,
                metadata,
                id,
                StoreRows.NOW,
                id,
                StoreRows.NOW);
        StoredDocument document = StoreRows.create(store(), info);
        StoredDocument bystander = StoreRows.create(store());
        Commit commit = StoreRows.commit(document.id(), document.head(), id, 2);
        store().commit(commit);
        DocumentLock lock =
                store().acquireLock(document.id(), StoreRows.id(), Caller.of(id, id), Duration.ofSeconds(20));

        assertThat(store().find(document.id()).orElseThrow())
                .isEqualTo(new StoredDocument(info, commit.head().withNextControlRevision(), Optional.of(lock)));
        assertThat(store().entries(document.id(), id, 1, 9)).isEqualTo(commit.entries());
        assertThat(store().client(document.id(), id)).contains(commit.clients().get(0));
        DocumentQuery byTag =
                new DocumentQuery(Optional.empty(), Optional.empty(), Optional.of(id), 10, Optional.empty());
        for (String reader : List.of(id, id + 1, id + 2)) {
            assertThat(store().list(reader, byTag).items())
                    .extracting(StoredDocument::id)
                    .containsExactly(document.id());
        }
        assertThat(store().find(bystander.id())).contains(bystander);
    }

    /** Paths and messages quote what a client sent: no client must be able to make a commit fail. */
    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b/\0", "\uFFFF😀\u202E", "'\"\\{}", ""})
    default void pathsOfConflictsAndReasonsOfRejectionsHoldAnyCharacters(String text) {
        StoredDocument document = StoreRows.create(store());
        Conflict conflict = new Conflict(
                StoreRows.id(),
                document.id(),
                2,
                1,
                ConflictStrategy.MERGE,
                "ann",
                List.of(new Conflict.Part(text, Overlap.Outcome.MERGED, Optional.empty())),
                StoreRows.NOW);
        Rejection rejection = new Rejection(2, Rejection.Reason.DOES_NOT_FIT, text);
        ClientRecord client = new ClientRecord("client", "ann", 2, 2, Optional.of(rejection));
        LogEntry entry = StoreRows.entry(document.id(), "client", 1, 2, Optional.of(conflict));
        store().commit(new Commit(
                document.id(), document.head(), List.of(entry), List.of(client), Optional.empty(), Optional.empty()));

        assertThat(store().log(document.id(), 1, 1)).containsExactly(entry);
        assertThat(store().client(document.id(), "client")).contains(client);
    }

    @Test
    default void batchOfManyClientsKeepsEachOnesWords() {
        StoredDocument document = StoreRows.create(store());
        List<LogEntry> entries = LongStream.rangeClosed(2, 41)
                .mapToObj(version -> saying(document, "client-" + version % 7, version))
                .toList();
        List<ClientRecord> clients = LongStream.range(0, 7)
                .mapToObj(i -> StoreRows.client("client-" + i, i, i))
                .toList();
        store().commit(new Commit(
                document.id(), document.head(), entries, clients, Optional.empty(), Optional.empty()));

        assertThat(store().log(document.id(), 1, 100)).isEqualTo(entries);
        assertThat(clients)
                .allSatisfy(client -> assertThat(store().client(document.id(), client.clientId()))
                        .contains(client));
    }

    private static LogEntry saying(StoredDocument document, String clientId, long version) {
        Operation like = StoreRows.entry(document.id(), clientId, version, version, Optional.empty())
                .operation();
        Caller author =
                new Caller(clientId, "session-" + version % 5, "192.0.2." + version % 3, "agent/" + version % 2);
        Map<String, String> extra = version % 3 == 0 ? Map.of() : Map.of("key " + version % 4, "größe");
        Operation operation = new Operation(
                like.id(),
                like.docId(),
                clientId,
                version,
                OperationType.values()[(int) (version % 7)],
                Payload.utf8("data " + version),
                version / 2,
                version,
                author,
                StoreRows.NOW.plusMillis(version),
                extra);
        return new LogEntry(operation, Optional.empty(), (int) version * -1_000_003);
    }
}
