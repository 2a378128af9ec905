// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.core.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random actions, one after the other: every store answers each as the plain {@link ReferenceStore} does. */
abstract class SessionModelContract extends SessionStoreFixture {
    private static final int STEPS = 3000;
    private static final int ALL = Integer.MAX_VALUE;

    private final ReferenceStore model = new ReferenceStore();
    private final List<UUID> known = new ArrayList<>();
    private final List<UUID> connections = new ArrayList<>();
    private Instant now = T0;
    private SplittableRandom dice;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void storeAgreesWithTheModel(long seed) {
        dice = new SplittableRandom(seed);
        for (int i = 0; i < 6; i++) {
            connections.add(uuid());
        }
        known.add(uuid());
        for (int step = 0; step < share(STEPS); step++) {
            // The clock mostly goes forward, and sometimes is another server's.
            now = now.plusMillis(dice.nextInt(10) == 0 ? -dice.nextInt(500) : dice.nextInt(1000));
            act();
            assertAgreement();
        }
    }

    private void act() {
        switch (dice.nextInt(10)) {
            case 0, 1 -> createOne();
            case 2, 3, 4 -> heartbeatOne();
            case 5, 6 -> updateOne();
            case 7 -> deleteOne();
            case 8 -> idle();
            default -> claimAndForget();
        }
    }

    private void createOne() {
        UserLimit limit = new UserLimit(
                dice.nextInt(1, 9), dice.nextBoolean() ? SessionLimitPolicy.REJECT : SessionLimitPolicy.EVICT_OLDEST);
        Session session = draft("user-" + dice.nextInt(4))
                .at(now)
                .timeout(Duration.ofMillis(dice.nextInt(1, 20_000)))
                .lifetime(Duration.ofMillis(dice.nextInt(20_000, 60_000)))
                .server(pickServer())
                .connections(pickConnection())
                .build();
        Optional<List<UUID>> expected = model.create(session, limit, now.plus(LEASE));
        Optional<List<UUID>> actual;
        try {
            SessionCreation creation = store.create(session, hash(), limit, now.plus(LEASE));
            actual = Optional.of(creation.evicted().stream()
                    .map(event -> event.session().id())
                    .toList());
        } catch (SessionLimitException e) {
            actual = Optional.empty();
        }
        assertThat(actual).isEqualTo(expected);
        known.add(session.id());
    }

    private void heartbeatOne() {
        UUID id = pick(known);
        Optional<Session> actual;
        try {
            actual = Optional.of(store.heartbeat(id, now).session());
        } catch (SessionNotFoundException e) {
            actual = Optional.empty();
        }
        assertThat(actual).isEqualTo(model.heartbeat(id, now));
    }

    private void updateOne() {
        UUID id = pick(known);
        SessionUpdate.Builder update = SessionUpdate.builder();
        switch (dice.nextInt(6)) {
            case 0 -> update.addConnection(pickConnection());
            case 1 -> update.removeConnection(pickConnection());
            case 2 -> update.putMetadata("k" + dice.nextInt(4), "v" + dice.nextInt());
            case 3 -> update.removeMetadata("k" + dice.nextInt(4)).serverAddr(pickServer());
            case 4 -> update.addStats(new SessionStats(1, 2, 3, 4, 5, Duration.ofMillis(dice.nextInt(9))));
            default ->
                store.find(id, now)
                        .flatMap(session -> session.state().successors().stream()
                                .filter(next -> next != SessionState.CLOSED)
                                .sorted()
                                .findFirst())
                        .ifPresent(update::state);
        }
        Optional<Session> actual;
        try {
            actual = Optional.of(update(id, update, now).session());
        } catch (SessionNotFoundException e) {
            actual = Optional.empty();
        }
        assertThat(actual).isEqualTo(model.update(id, update.build(), now));
    }

    private void deleteOne() {
        UUID id = pick(known);
        boolean actual = true;
        try {
            delete(id, now);
        } catch (SessionNotFoundException e) {
            actual = false;
        }
        assertThat(actual).isEqualTo(model.delete(id, "test", now, now.plus(LEASE)));
    }

    private void idle() {
        Instant inactiveSince = now.minusMillis(dice.nextInt(5000));
        List<UUID> actual = store.markIdle(inactiveSince, ALL, now).stream()
                .map(Session::id)
                .toList();
        assertThat(actual).containsExactlyInAnyOrderElementsOf(model.markIdle(inactiveSince, now));
    }

    private void claimAndForget() {
        List<SessionEvent.Ended> actual = store.claimEnded(now, now.plus(LEASE), ALL);
        assertThat(actual).containsExactlyInAnyOrderElementsOf(model.claimEnded(now, now.plus(LEASE)));
        List<UUID> done =
                model.ended().stream().filter(id -> dice.nextBoolean()).toList();
        store.forget(done);
        done.forEach(model::forget);
    }

    private void assertAgreement() {
        List<Session> live = model.live(now);
        assertThat(store.count(now).total()).isEqualTo(live.size());
        assertThat(new HashSet<>(idsByPages(SessionQuery.builder().pageSize(5).build(), now)))
                .isEqualTo(new HashSet<>(live.stream().map(Session::id).toList()));
        SessionQuery.Builder query = SessionQuery.builder().pageSize(1000);
        switch (dice.nextInt(4)) {
            case 0 -> query.userId("user-" + dice.nextInt(4));
            case 1 -> query.state(SessionState.values()[dice.nextInt(4)]);
            case 2 -> query.serverAddr("edge-1");
            default -> query.serverAddr("edge-1").state(SessionState.ACTIVE).userId("user-1");
        }
        assertListed(query.withTotal().build(), live);
        UUID connection = pickConnection();
        assertThat(store.findByConnection(connection, now)).isEqualTo(model.findByConnection(connection, now));
        UUID id = pick(known);
        assertThat(store.find(id, now)).isEqualTo(model.find(id, now));
    }

    private void assertListed(SessionQuery query, List<Session> live) {
        List<Session> expected = live.stream()
                .filter(session -> query.userId().map(session.userId()::equals).orElse(true))
                .filter(session -> query.state().map(session.state()::equals).orElse(true))
                .filter(session ->
                        query.serverAddr().map(session.serverAddr()::equals).orElse(true))
                .toList();
        Page<Session> page = store.list(query, now);
        assertThat(page.items()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(page.total()).hasValue(expected.size());
    }

    private String pickServer() {
        return pick(List.of("", "edge-1", "edge-2"));
    }

    private UUID pickConnection() {
        return pick(connections);
    }

    private <T> T pick(List<T> choices) {
        // Mostly one of the latest: the older a session, the likelier it has ended.
        int from = dice.nextInt(5) == 0 ? 0 : Math.max(0, choices.size() - 30);
        return choices.get(dice.nextInt(from, choices.size()));
    }
}
