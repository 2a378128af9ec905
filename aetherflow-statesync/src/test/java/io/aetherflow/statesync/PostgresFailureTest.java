// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.aetherflow.samples.engines.TestPostgres;
import io.aetherflow.statesync.postgres.PostgresSchema;
import io.aetherflow.statesync.postgres.PostgresStateStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database that cannot or will not: one clear sentence, nothing half done, and all well again once it can. */
class PostgresFailureTest {
    private final String url = TestPostgres.newDatabase();
    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private PostgresStateStore store;
    private StoredDocument document;

    @BeforeEach
    void makeDocument() {
        database.setUrl(url);
        PostgresSchema.migrate(database);
        store = new PostgresStateStore(database);
        document = StoreRows.create(store);
    }

    @Test
    void readOnlyDatabaseIsReadAndRefusesWrites() {
        database.setOptions("-c default_transaction_read_only=on");

        assertThat(store.find(document.id())).contains(document);
        assertFails(
                () -> store.commit(commit()), "commit to document " + document.id() + ": the database is read-only");
        assertFails(() -> StoreRows.create(store), "the database is read-only");
        assertFails(
                () -> store.acquireLock(document.id(), StoreRows.id(), StoreRows.ANN, Duration.ofSeconds(1)),
                "the database is read-only");
        database.setOptions("-c default_transaction_read_only=off");
        assertThat(store.commit(commit())).isTrue();
    }

    @Test
    void statementThatTakesTooLongIsCancelled() {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch timedOut = new CountDownLatch(1);
        PGSimpleDataSource impatient = new PGSimpleDataSource();
        impatient.setUrl(url);
        impatient.setOptions("-c statement_timeout=100");

        InParallel.run(2, thread -> {
            if (thread == 0) {
                return store.exclusively(document.id(), () -> {
                    held.countDown();
                    InParallel.await(timedOut);
                    return null;
                });
            }
            InParallel.await(held);
            assertFails(
                    () -> new PostgresStateStore(impatient).commit(commit()),
                    "the statement was cancelled, by statement_timeout");
            timedOut.countDown();
            return null;
        });

        assertThat(store.commit(commit())).isTrue();
    }

    @Test
    void poolWithoutAFreeConnectionFailsInTimeAndWorksAgain() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(250);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            PostgresStateStore pooled = new PostgresStateStore(pool);
            try (Connection taken = pool.getConnection()) {
                assertThat(taken.isValid(1)).isTrue();
                assertFails(() -> pooled.commit(commit()), "no connection became free in the pool in time");
            }
            assertThat(pooled.commit(commit())).isTrue();
        }
    }

    @Test
    void userThatTheServerDoesNotKnowIsToldSo() {
        database.setUser("nobody_by_that_name");
        database.setPassword("wrong");

        assertFails(
                () -> new PostgresStateStore(database),
                "the server does not let this user in with this password (SQLSTATE 28");
    }

    @Test
    void poolThatConnectsAtFirstUseSaysTheSame() {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(database.getURL());
            pool.setUsername("nobody_by_that_name");

            assertFails(() -> new PostgresStateStore(pool), "the server does not let this user in with this password");
        }
    }

    @Test
    void serverThatIsNotThereIsNamedAsTheReason() {
        database.setPortNumbers(new int[] {1});

        assertFails(() -> store.commit(commit()), "there is no connection to the server (SQLSTATE 08001)");
    }

    @Test
    void databaseThatDoesNotExistIsNamedAsTheReason() {
        database.setDatabaseName("none_of_that_name");

        assertFails(() -> new PostgresStateStore(database), "there is no such database on the server");
    }

    private static void assertFails(Runnable call, String reason) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        e -> assertThat(e.isRetryable()).isTrue())
                .hasMessageStartingWith("PostgreSQL did not ")
                .hasMessageContaining(reason);
    }

    /** The prototype wrote in several statements, and a failure in between left a version without its operation. */
    @Test
    void commitThatFailsHalfWayLeavesNothingAndIsNotWorthRepeating() {
        UUID taken = store.log(document.id(), 0, 1).get(0).operation().id();
        LogEntry entry = commit().entries().get(0);
        Operation like = entry.operation();
        Operation clashing = new Operation(
                taken,
                like.docId(),
                like.clientId(),
                like.clientSeq(),
                like.type(),
                like.data(),
                like.prevVersion(),
                like.version(),
                like.author(),
                like.timestamp(),
                like.extra());
        Commit commit = new Commit(
                document.id(),
                document.head(),
                List.of(new LogEntry(clashing, Optional.empty(), 0)),
                List.of(StoreRows.client("client", 1, 2)),
                Optional.empty(),
                Optional.empty());

        assertThatThrownBy(() -> store.commit(commit))
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        e -> assertThat(e.isRetryable()).isFalse())
                .hasMessage("PostgreSQL did not commit to document " + document.id()
                        + ": it refused the data (SQLSTATE 23505)");

        assertThat(store.find(document.id())).contains(document);
        assertThat(store.log(document.id(), 1, 10)).isEmpty();
        assertThat(store.client(document.id(), "client")).isEmpty();
    }

    @Test
    void exclusiveTaskThatFailsAfterItsCommitLeavesNothing() {
        assertThatThrownBy(() -> store.exclusively(document.id(), () -> {
                    assertThat(store.commit(commit())).isTrue();
                    throw new IllegalStateException("task");
                }))
                .hasMessage("task");

        assertThat(store.find(document.id())).contains(document);
        assertThat(store.log(document.id(), 1, 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clientId", "tag", "userId"})
    void textThatPostgresHasNoPlaceForIsRefusedByName(String field) {
        DocumentQuery query = new DocumentQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.of(field.equals("tag") ? "a\0" : "a"),
                1,
                Optional.empty());

        assertThatThrownBy(() -> {
                    store.list(field.equals("userId") ? "a\0" : "a", query);
                    store.client(document.id(), "a\0");
                })
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.field()).isEqualTo(field));
    }

    /** The prototype kept times without a zone. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Asia/Kolkata", "America/St_Johns"})
    void timesAreTheSameInEveryTimeZone(String zone) {
        Instant winter = Instant.parse("2026-10-25T00:30:00.999999Z");
        DocumentInfo like = document.info();
        DocumentInfo info = new DocumentInfo(
                like.id(), like.name(), like.type(), like.state(), like.metadata(), "ann", winter, "ann", winter);
        store.update(info, 1);
        database.setOptions("-c TimeZone=" + zone);

        assertThat(store.find(document.id()).orElseThrow().info().updatedAt()).isEqualTo(winter);
        Commit commit = commit();
        assertThat(store.commit(commit)).isTrue();
        database.setOptions("-c TimeZone=UTC");
        assertThat(store.find(document.id()).orElseThrow().info().createdAt()).isEqualTo(like.createdAt());
        assertThat(store.log(document.id(), 1, 1)).isEqualTo(commit.entries());
    }

    private Commit commit() {
        StoredDocument now = store.find(document.id()).orElseThrow();
        return StoreRows.commit(document.id(), now.head(), "client", 1);
    }
}
