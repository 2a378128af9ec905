// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.core.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How every store lists and counts. */
abstract class SessionListingContract extends SessionStoreFixture {
    @Test
    void emptyStoreHasOneEmptyPage() {
        Page<Session> page = store.list(SessionQuery.builder().withTotal().build(), T0);

        assertThat(page).isEqualTo(new Page<>(List.of(), Optional.empty(), 0));
    }

    @Test
    void sessionsOfAUserComeInTheOrderOfCreation() {
        List<UUID> ids = createMany("ann", 10);
        create("bob");

        assertThat(idsByPages(SessionQuery.builder().userId("ann").pageSize(3).build(), T0))
                .containsExactlyElementsOf(ids);
    }

    @Test
    void lastPageThatIsFullHasNoCursor() {
        createMany("ann", 4);
        SessionQuery query = SessionQuery.builder().userId("ann").pageSize(4).build();

        assertThat(store.list(query, T0).nextCursor()).isEmpty();
    }

    @Test
    void pagesHoldStillWhileOtherSessionsComeAndGo() {
        List<UUID> ids = createMany("ann", 30);
        SessionQuery query = SessionQuery.builder().pageSize(7).build();
        List<UUID> found = new ArrayList<>();

        Page<Session> page = store.list(query, T0);
        while (true) {
            page.items().forEach(session -> found.add(session.id()));
            if (page.nextCursor().isEmpty()) {
                break;
            }
            store.heartbeat(ids.get(found.size() - 1), at(1));
            store.heartbeat(ids.get(ids.size() - 1), at(1));
            UUID gone = found.remove(0);
            ids.remove(gone);
            delete(gone, at(1));
            delete(create("ann").id(), at(1));
            page = store.list(query.after(page.nextCursor().get()), at(1));
        }

        assertThat(found).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void everyPageKnowsTheTotalIfAsked() {
        createMany("ann", 5);
        createMany("bob", 3);
        SessionQuery query =
                SessionQuery.builder().userId("ann").pageSize(2).withTotal().build();

        Page<Session> first = store.list(query, T0);
        Page<Session> second = store.list(query.after(first.nextCursor().orElseThrow()), T0);

        assertThat(first.total()).hasValue(5);
        assertThat(second.total()).hasValue(5);
        assertThat(total(SessionQuery.builder(), T0)).isEqualTo(8);
        assertThat(store.list(SessionQuery.all(), T0).total()).isEmpty();
    }

    @Test
    void filtersCombine() {
        Session wanted = draft("ann").server("edge-1").create();
        draft("ann").server("edge-2").create();
        draft("bob").server("edge-1").create();
        Session asleep = draft("ann").server("edge-1").create();
        store.heartbeat(asleep.id(), at(1));

        Page<Session> page = store.list(
                SessionQuery.builder()
                        .userId("ann")
                        .serverAddr("edge-1")
                        .state(SessionState.CONNECTING)
                        .withTotal()
                        .build(),
                at(1));

        assertThat(page.items()).containsExactly(wanted);
        assertThat(page.total()).hasValue(1);
    }

    @Test
    void stateFilterFollowsTheState() {
        Session session = create("ann");
        create("bob");
        SessionQuery active = SessionQuery.builder().state(SessionState.ACTIVE).build();
        SessionQuery idle = SessionQuery.builder().state(SessionState.IDLE).build();
        assertThat(store.list(active, T0).items()).isEmpty();

        store.heartbeat(session.id(), at(1));
        assertThat(store.list(active, at(1)).items()).extracting(Session::id).containsExactly(session.id());

        store.markIdle(at(1), 10, at(2));
        assertThat(store.list(active, at(2)).items()).isEmpty();
        assertThat(store.list(idle, at(2)).items()).extracting(Session::id).containsExactly(session.id());
    }

    @Test
    void closedSessionsAreNeverListed() {
        delete(create("ann").id(), at(1));

        assertThat(store.list(SessionQuery.builder().state(SessionState.CLOSED).build(), at(1))
                        .items())
                .isEmpty();
    }

    @Test
    void serverFilterFollowsTheServer() {
        Session session = draft("ann").server("edge-1").create();

        update(session.id(), SessionUpdate.builder().serverAddr("edge-2"), at(1));

        assertThat(total(SessionQuery.builder().serverAddr("edge-1"), at(1))).isZero();
        assertThat(store.list(SessionQuery.builder().serverAddr("edge-2").build(), at(1))
                        .items())
                .extracting(Session::id)
                .containsExactly(session.id());
    }

    @Test
    void expiredSessionsDoNotShowBeforeTheSweep() {
        Session lasting = draft("ann").server("edge-1").create();
        Session brief =
                draft("ann").server("edge-1").timeout(Duration.ofSeconds(10)).create();
        Session extended =
                draft("ann").server("edge-1").timeout(Duration.ofSeconds(10)).create();
        Session beaten = store.heartbeat(extended.id(), at(5)).session();
        List<SessionQuery> queries = List.of(
                SessionQuery.builder().withTotal().build(),
                SessionQuery.builder().userId("ann").withTotal().build(),
                SessionQuery.builder().serverAddr("edge-1").withTotal().build(),
                SessionQuery.builder()
                        .userId("ann")
                        .serverAddr("edge-1")
                        .withTotal()
                        .build());

        assertThat(queries).allSatisfy(query -> {
            Page<Session> page = store.list(query, at(10));
            assertThat(page.items()).containsExactlyInAnyOrder(lasting, beaten).doesNotContain(brief);
            assertThat(page.total()).hasValue(2);
        });
        assertThat(store.count(at(10))).isEqualTo(new SessionCounts(1, 1, 0, 0));
    }

    @Test
    void briefSessionDoesNotTakeTheUsersOthersAlong() {
        Session lasting = draft("ann").timeout(Duration.ofHours(2)).create();
        Session brief = draft("ann").timeout(Duration.ofSeconds(10)).create();
        store.heartbeat(brief.id(), at(1));

        sweep(at(11));

        assertThat(idsByPages(SessionQuery.ofUser("ann"), at(7199))).containsExactly(lasting.id());
    }

    @Test
    void countsFollowEveryStep() {
        Session first = create("ann");
        Session second = create("bob");
        assertThat(store.count(T0)).isEqualTo(new SessionCounts(2, 0, 0, 0));
        store.heartbeat(first.id(), at(1));
        assertThat(store.count(at(1))).isEqualTo(new SessionCounts(1, 1, 0, 0));
        update(second.id(), SessionUpdate.builder().state(SessionState.DISCONNECTING), at(2));
        assertThat(store.count(at(2))).isEqualTo(new SessionCounts(0, 1, 0, 1));
        delete(second.id(), at(3));
        assertThat(store.count(at(3))).isEqualTo(new SessionCounts(0, 1, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAA", "not base64 !", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "\u00e9"})
    void foreignCursorIsRefused(String cursor) {
        createMany("ann", 2);

        assertThatThrownBy(() -> store.list(SessionQuery.all().after(cursor), T0))
                .isInstanceOfSatisfying(
                        InvalidSessionException.class,
                        e -> assertThat(e.field()).isEqualTo("cursor"));
    }

    private List<UUID> createMany(String userId, int count) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(create(userId).id());
        }
        return ids;
    }
}
