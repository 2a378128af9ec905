// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.statesync.model.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating, finding and changing documents, and counting them. */
interface StoreDocumentContract extends StoreUnderTest {
    @Test
    default void createdDocumentIsFoundAsItWasGiven() {
        Permissions permissions = new Permissions("ann", Set.of("bob"), Set.of("eve"), true);
        StoredDocument document = StoreRows.document(StoreRows.info(StoreRows.id(), permissions));
        LogEntry creation = StoreRows.creation(document, Payload.utf8("start"));
        store().create(document, creation, new Snapshot(1, Payload.utf8("start")));

        assertThat(store().find(document.id())).contains(document);
        assertThat(store().log(document.id(), 0, 10)).containsExactly(creation);
        assertThat(store().snapshot(document.id())).isEqualTo(new Snapshot(1, Payload.utf8("start")));
        assertThat(store().conflicts(document.id(), 0, 10)).isEmpty();
    }

    @Test
    default void secondDocumentOfTheSameIdIsRefusedAndTheFirstStays() {
        StoredDocument first = StoreRows.create(store());

        assertThatThrownBy(() -> StoreRows.create(store(), StoreRows.info(first.id(), Permissions.ownedBy("bob"))))
                .isInstanceOfSatisfying(
                        DocumentExistsException.class,
                        e -> assertThat(e.docId()).isEqualTo(first.id()));
        assertThat(store().find(first.id())).contains(first);
    }

    @Test
    default void idOfADeletedDocumentStaysTaken() {
        StoredDocument document = StoreRows.create(store());
        store().update(StoreRows.with(document.info(), DocumentState.DELETED), 1);

        assertThatThrownBy(() -> StoreRows.create(store(), document.info()))
                .isInstanceOf(DocumentExistsException.class);
        assertThat(store().find(document.id()).orElseThrow().info().state()).isEqualTo(DocumentState.DELETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "false", "null", "{}", "\0"})
    default void contentThatLooksLikeNothingComesBackAsItWas(String content) {
        Payload payload = Payload.utf8(content);
        StoredDocument document = StoreRows.document(StoreRows.info(StoreRows.id(), Permissions.ownedBy("ann")));
        store().create(document, StoreRows.creation(document, payload), new Snapshot(1, payload));

        assertThat(store().snapshot(document.id()).content()).isEqualTo(payload);
        assertThat(store().log(document.id(), 0, 1).get(0).operation().data()).isEqualTo(payload);
    }

    @Test
    default void unknownDocumentIsNotFound() {
        UUID unknown = StoreRows.id();
        DocumentHead head = new DocumentHead(StoreRows.id(), 1, 1, 0, "ann", StoreRows.NOW);
        List<Runnable> calls = List.of(
                () -> store().update(StoreRows.info(unknown, Permissions.ownedBy("ann")), 1),
                () -> store().snapshot(unknown),
                () -> store().log(unknown, 0, 1),
                () -> store().entries(unknown, "client", 1, 1),
                () -> store().exclusively(unknown, () -> "task"),
                () -> store().client(unknown, "client"),
                () -> store().commit(StoreRows.commit(unknown, head, "client", 1)),
                () -> store().acquireLock(unknown, StoreRows.id(), StoreRows.ANN, Duration.ofSeconds(1)),
                () -> store().renewLock(unknown, StoreRows.id(), Duration.ofSeconds(1)),
                () -> store().releaseLock(unknown, StoreRows.id()),
                () -> store().conflicts(unknown, 0, 1));

        assertThat(store().find(unknown)).isEmpty();
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call::run)
                        .isInstanceOfSatisfying(
                                DocumentNotFoundException.class,
                                e -> assertThat(e.docId()).isEqualTo(unknown)));
    }

    @Test
    default void updateReplacesInfoAndMovesTheControlRevisionOnly() {
        StoredDocument document = StoreRows.create(store());
        DocumentInfo changed = StoreRows.with(document.info(), DocumentState.ARCHIVED);

        assertThat(store().update(changed, 1)).isTrue();

        StoredDocument now = store().find(document.id()).orElseThrow();
        assertThat(now.info()).isEqualTo(changed);
        assertThat(now.head()).isEqualTo(document.head().withNextControlRevision());
    }

    @Test
    default void updateOnAnOldControlRevisionChangesNothing() {
        StoredDocument document = StoreRows.create(store());
        store().update(StoreRows.with(document.info(), DocumentState.ARCHIVED), 1);
        StoredDocument before = store().find(document.id()).orElseThrow();

        assertThat(store().update(document.info(), 1)).isFalse();
        assertThat(store().find(document.id())).contains(before);
    }

    @Test
    default void updateIsNotDisturbedByACommit() {
        StoredDocument document = StoreRows.create(store());
        store().commit(StoreRows.commit(document.id(), document.head(), "client", 1));

        assertThat(store().update(StoreRows.with(document.info(), DocumentState.ARCHIVED), 1))
                .as("the version has moved, the control revision has not")
                .isTrue();
        assertThat(StoreRows.head(store(), document.id()).version()).isEqualTo(2);
    }

    @Test
    default void statsCountAllButDeletedDocuments() {
        StoredDocument active = StoreRows.create(store());
        StoredDocument archived = StoreRows.create(store());
        StoredDocument deleted = StoreRows.create(store());
        store().update(StoreRows.with(archived.info(), DocumentState.ARCHIVED), 1);
        store().commit(StoreRows.commit(active.id(), active.head(), "client", 3));
        commitConflict(deleted);
        commitConflict(archived);
        store().acquireLock(active.id(), StoreRows.id(), StoreRows.ANN, Duration.ofSeconds(10));
        store().update(StoreRows.with(deleted.info(), DocumentState.DELETED), 1);

        assertThat(store().stats()).isEqualTo(new StateSyncStats(2, 1, 1, 6, 1, 1, 0));
    }

    private void commitConflict(StoredDocument document) {
        LogEntry entry =
                StoreRows.entry(document.id(), "client", 1, 2, Optional.of(StoreRows.conflict(document.id(), 2)));
        store().commit(new Commit(
                document.id(),
                StoreRows.head(store(), document.id()),
                List.of(entry),
                List.of(StoreRows.client("client", 1, 2)),
                Optional.empty(),
                Optional.empty()));
    }

    @Test
    default void headsOfThoseThatExistAreRead() {
        StoredDocument first = StoreRows.create(store());
        StoredDocument second = StoreRows.create(store());
        StoreRows.create(store());
        store().commit(StoreRows.commit(second.id(), second.head(), "client", 3));

        assertThat(store().heads(Set.of(first.id(), second.id(), StoreRows.id())))
                .isEqualTo(Map.of(first.id(), first.head(), second.id(), StoreRows.head(store(), second.id())));
        assertThat(store().heads(Set.of())).isEmpty();
    }
}
