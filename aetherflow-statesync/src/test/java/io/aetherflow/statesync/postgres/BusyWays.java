// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import static org.awaitility.Awaitility.await;

import io.aetherflow.statesync.Commit;
import io.aetherflow.statesync.StateStore;
import io.aetherflow.statesync.StoreRows;
import io.aetherflow.statesync.StoredDocument;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.awaitility.core.ConditionFactory;

/** Commits to a store in which as many statements run as may, each waiting for a row that a transaction of ours holds. */
final class BusyWays implements AutoCloseable {
    /** Our own, by the application name of the connections, that wait for a row. */
    private static final String WAITING =
            " FROM pg_stat_activity WHERE application_name = current_setting('application_name') AND wait_event_type = 'Lock'";

    static final ConditionFactory QUICKLY = await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));

    private final DataSource database;
    private final StateStore store;
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        threads.add(thread);
        return thread;
    });
    private final List<Connection> holders = new ArrayList<>();

    BusyWays(DataSource database, StateStore store) throws SQLException {
        this.database = database;
        this.store = store;
        for (int i = 1; i <= CommitGroups.MAX_RUNNING; i++) {
            StoredDocument document = StoreRows.create(store);
            holdClient(document.id());
            submit(StoreRows.commit(document.id(), document.head(), "client", 1));
            int running = i;
            QUICKLY.until(() -> waitingForRows() == running);
        }
    }

    /** Holds a document's record of {@code client} until this is closed. */
    void holdClient(UUID docId) throws SQLException {
        hold("INSERT INTO document_client (doc_id, client_id, user_id, last_seq, last_version) VALUES ('" + docId
                + "', 'client', '', 0, 0)");
    }

    /** Does something in a transaction that stays open until this is closed. */
    void hold(String sql) throws SQLException {
        Connection holder = database.getConnection();
        holders.add(holder);
        holder.setAutoCommit(false);
        try (var statement = holder.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Commits what was done by the last {@link #hold}. */
    void commitHeld() throws SQLException {
        try (Connection holder = holders.remove(holders.size() - 1)) {
            holder.commit();
        }
    }

    /** How many statements wait for a row. */
    long waitingForRows() throws SQLException {
        return number("SELECT count(*)" + WAITING);
    }

    /** Cuts the connections of all statements that wait for a row. */
    void cutConnections() throws SQLException {
        number("SELECT count(pg_terminate_backend(pid))" + WAITING);
    }

    long number(String query) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Makes commits come while no way is free; then one becomes free. */
    List<CompletableFuture<Boolean>> commitTogether(List<Commit> commits) throws SQLException {
        List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();
        for (Commit commit : commits) {
            outcomes.add(submit(commit));
            QUICKLY.until(() -> waitingForTheirTurn() == outcomes.size());
        }
        release(holders.remove(0));
        return outcomes;
    }

    private CompletableFuture<Boolean> submit(Commit commit) {
        return CompletableFuture.supplyAsync(() -> store.commit(commit), executor);
    }

    private long waitingForTheirTurn() {
        return threads.stream()
                .filter(thread -> thread.getState() == Thread.State.WAITING)
                .count();
    }

    private static void release(Connection holder) throws SQLException {
        holder.rollback();
        holder.close();
    }

    /** Lets all go on that still wait. */
    @Override
    public void close() throws SQLException {
        while (!holders.isEmpty()) {
            release(holders.remove(0));
        }
        executor.shutdown();
    }
}
