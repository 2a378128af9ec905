// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a batch of submissions is going to write, on top of the version it is decided on. Used by one thread. */
final class Draft<C, O> {
    private final StoredDocument base;
    private final List<LoggedOperation<O>> entries = new ArrayList<>();
    private final Map<String, ClientRecord> clients = new HashMap<>();
    private C content;
    private Optional<Long> fence = Optional.empty();

    Draft(StoredDocument base, C content) {
        this.base = base;
        this.content = content;
    }

    StoredDocument base() {
        return base;
    }

    C content() {
        return content;
    }

    long version() {
        return base.head().version() + entries.size();
    }

    @Nullable
    ClientRecord client(String clientId) {
        return clients.get(clientId);
    }

    List<LoggedOperation<O>> entries() {
        return entries;
    }

    Map<String, ClientRecord> clients() {
        return clients;
    }

    boolean isEmpty() {
        return clients.isEmpty();
    }

    void append(LoggedOperation<O> logged, C contentAfter, ClientRecord client) {
        entries.add(logged);
        content = contentAfter;
        clients.put(client.clientId(), client);
    }

    /** Makes the commit depend on a lock's being in force still. */
    void requireFence(long required) {
        fence = Optional.of(required);
    }

    void reject(ClientRecord client) {
        clients.put(client.clientId(), client);
    }

    /** The state to go back to if a submission of this client fails half way. */
    Mark<C> mark(String clientId) {
        return new Mark<>(entries.size(), content, clientId, clients.get(clientId));
    }

    void goBackTo(Mark<C> mark) {
        entries.subList(mark.entries, entries.size()).clear();
        content = mark.content;
        if (mark.client == null) {
            clients.remove(mark.clientId);
        } else {
            clients.put(mark.clientId, mark.client);
        }
    }

    /** A state before a submission. */
    record Mark<C>(
            int entries,
            C content,
            String clientId,
            @Nullable ClientRecord client) {}

    Commit toCommit(Optional<Snapshot> snapshot) {
        List<LogEntry> rows = entries.stream().map(LoggedOperation::entry).toList();
        return new Commit(base.id(), base.head(), rows, List.copyOf(clients.values()), snapshot, fence);
    }
}
