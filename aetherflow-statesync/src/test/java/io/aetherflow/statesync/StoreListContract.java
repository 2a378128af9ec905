// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.core.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Listing: only what the user may read, in the order of ids, in pages that stay put while others write. */
interface StoreListContract extends StoreUnderTest {
    @Test
    default void listShowsWhatTheUserMayRead() {
        UUID own = create(Permissions.ownedBy("ann"));
        UUID edited = create(new Permissions("bob", Set.of("ann"), Set.of(), false));
        UUID viewed = create(new Permissions("bob", Set.of(), Set.of("ann"), false));
        UUID open = create(new Permissions("bob", Set.of(), Set.of(), true));
        UUID other = create(Permissions.ownedBy("bob"));

        assertThat(ids(store().list("ann", DocumentQuery.all(10)))).containsExactly(own, edited, viewed, open);
        assertThat(ids(store().list("bob", DocumentQuery.all(10)))).containsExactly(edited, viewed, open, other);
        assertThat(ids(store().list("eve", DocumentQuery.all(10)))).containsExactly(open);
    }

    @Test
    default void pagesFollowOneAnotherToTheEnd() {
        List<UUID> created = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            created.add(create(Permissions.ownedBy("ann")));
        }

        List<UUID> seen = new ArrayList<>();
        Page<StoredDocument> page = store().list("ann", page(3, Optional.empty()));
        while (page.nextCursor().isPresent()) {
            assertThat(page.items()).hasSize(3);
            assertThat(page.total()).hasValue(7);
            seen.addAll(ids(page));
            page = store().list("ann", page(3, page.nextCursor()));
        }
        seen.addAll(ids(page));

        assertThat(seen).isEqualTo(created);
    }

    @Test
    default void lastPageThatIsJustFullHasNoCursor() {
        create(Permissions.ownedBy("ann"));
        create(Permissions.ownedBy("ann"));

        assertThat(store().list("ann", DocumentQuery.all(2)).nextCursor()).isEmpty();
        assertThat(store().list("nobody", DocumentQuery.all(2))).isEqualTo(new Page<>(List.of(), Optional.empty(), 0));
    }

    @Test
    default void documentsThatComeAndGoDoNotShiftTheNextPage() {
        StoredDocument first = StoreRows.create(store());
        UUID second = create(Permissions.ownedBy("ann"));
        UUID third = create(Permissions.ownedBy("ann"));
        Page<StoredDocument> page = store().list("ann", DocumentQuery.all(2));
        store().update(StoreRows.with(first.info(), DocumentState.DELETED), 1);
        UUID fourth = create(Permissions.ownedBy("ann"));

        assertThat(ids(page)).containsExactly(first.id(), second);
        assertThat(ids(store().list("ann", page(2, page.nextCursor())))).containsExactly(third, fourth);
    }

    @Test
    default void cursorAtADocumentThatIsGoneStillWorks() {
        StoredDocument first = StoreRows.create(store());
        UUID second = create(Permissions.ownedBy("ann"));
        Page<StoredDocument> page = store().list("ann", DocumentQuery.all(1));
        store().update(StoreRows.with(first.info(), DocumentState.DELETED), 1);

        assertThat(ids(store().list("ann", page(1, page.nextCursor())))).containsExactly(second);
    }

    @Test
    default void filtersCombine() {
        DocumentInfo wanted = create(DocumentType.SHEET, Set.of("red", "blue"));
        create(DocumentType.SHEET, Set.of("blue"));
        create(DocumentType.TEXT, Set.of("red"));

        DocumentQuery query = new DocumentQuery(
                Optional.of(DocumentType.SHEET), Optional.empty(), Optional.of("red"), 10, Optional.empty());
        Page<StoredDocument> page = store().list("ann", query);

        assertThat(ids(page)).containsExactly(wanted.id());
        assertThat(page.total()).hasValue(1);
        assertThat(page.items().get(0).info()).isEqualTo(wanted);
    }

    @Test
    default void deletedDocumentsAreListedOnlyWhenAskedFor() {
        StoredDocument deleted = StoreRows.create(store());
        StoredDocument archived = StoreRows.create(store());
        UUID active = create(Permissions.ownedBy("ann"));
        store().update(StoreRows.with(deleted.info(), DocumentState.DELETED), 1);
        store().update(StoreRows.with(archived.info(), DocumentState.ARCHIVED), 1);

        assertThat(ids(store().list("ann", DocumentQuery.all(10)))).containsExactly(archived.id(), active);
        assertThat(ids(store().list("ann", inState(DocumentState.DELETED)))).containsExactly(deleted.id());
        assertThat(ids(store().list("ann", inState(DocumentState.ACTIVE)))).containsExactly(active);
    }

    @Test
    default void cursorThatNobodyGaveIsRefused() {
        assertThatThrownBy(() -> store().list("ann", page(1, Optional.of("tomorrow"))))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.field()).isEqualTo("cursor"));
    }

    private UUID create(Permissions permissions) {
        return StoreRows.create(store(), StoreRows.info(StoreRows.id(), permissions))
                .id();
    }

    private DocumentInfo create(DocumentType type, Set<String> tags) {
        DocumentMetadata metadata = new DocumentMetadata(tags, "", Map.of(), Permissions.ownedBy("ann"));
        DocumentInfo info = new DocumentInfo(
                StoreRows.id(),
                "name",
                type,
                DocumentState.ACTIVE,
                metadata,
                "ann",
                StoreRows.NOW,
                "ann",
                StoreRows.NOW);
        return StoreRows.create(store(), info).info();
    }

    private static DocumentQuery page(int size, Optional<String> cursor) {
        return new DocumentQuery(Optional.empty(), Optional.empty(), Optional.empty(), size, cursor);
    }

    private static DocumentQuery inState(DocumentState state) {
        return new DocumentQuery(Optional.empty(), Optional.of(state), Optional.empty(), 10, Optional.empty());
    }

    private static List<UUID> ids(Page<StoredDocument> page) {
        return page.items().stream().map(StoredDocument::id).toList();
    }
}
