// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.replica;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.InMemoryStateStore;
import io.aetherflow.statesync.ManualClock;
import io.aetherflow.statesync.NewDocument;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.Permissions;
import io.aetherflow.statesync.StateSyncManager;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.model.DocumentModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A real manager and several replicas, joined by queues whose delays a seed decides: submissions are delayed, lost,
 * repeated and overtake each other, answers are lost, operations arrive late.
 */
final class SimulatedNetwork<C, O> implements AutoCloseable {
    static final Caller OWNER = Caller.of("owner", "owner-session");

    /** A client and what is under way to and from it. */
    final class Client {
        final DocumentReplica<C, O> replica;
        final Caller caller;
        final List<Submission> submissions = new ArrayList<>();
        final Deque<List<OperationResult>> answers = new ArrayDeque<>();
        final List<LocalEdit<O>> takenBack = new ArrayList<>();

        Client(String userId) {
            caller = Caller.of(userId, userId + "-session");
            replica = new DocumentReplica<>(model, userId, manager.document(caller, document.id()));
        }

        void send() {
            replica.nextSubmission(100).ifPresent(submissions::add);
        }

        /** Lets a submission arrive at the server, by chance not the oldest, by chance twice. */
        void arrive() {
            if (submissions.isEmpty()) {
                return;
            }
            int index = random.nextInt(Math.min(submissions.size(), 3));
            Submission submission = random.nextInt(5) == 0 ? submissions.get(index) : submissions.remove(index);
            answers.add(manager.apply(caller, submission));
        }

        void answer() {
            if (!answers.isEmpty()) {
                takenBack.addAll(replica.decided(answers.remove()));
            }
        }

        void loseConnection() {
            submissions.clear();
            answers.clear();
            replica.connectionLost();
        }

        /** Receives up to a number of operations committed since. */
        void receive(int limit) {
            for (Operation operation : manager.history(caller, document.id(), replica.version(), limit)) {
                replica.receive(operation);
            }
        }
    }

    final RandomGenerator random;
    final DocumentModel<C, O> model;
    final StateSyncManager manager;
    final Document document;
    final List<Client> clients = new ArrayList<>();

    SimulatedNetwork(DocumentModel<C, O> model, NewDocument request, int clientCount, RandomGenerator random) {
        this.random = random;
        this.model = model;
        this.manager = new StateSyncManager(new InMemoryStateStore(new ManualClock()));
        List<String> users = new ArrayList<>();
        for (int i = 0; i < clientCount; i++) {
            users.add("user-" + i);
        }
        this.document =
                manager.create(OWNER, request.with(new Permissions("owner", Set.copyOf(users), Set.of(), false)));
        users.forEach(user -> clients.add(new Client(user)));
    }

    /** One random thing happens at one random client. */
    void step(Editor<C, O> editor) {
        Client client = clients.get(random.nextInt(clients.size()));
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> editor.edit(client.replica, random);
            case 4, 5 -> client.send();
            case 6, 7 -> client.arrive();
            case 8 -> client.answer();
            case 9, 10 -> client.receive(random.nextInt(1, 6));
            default -> {
                if (random.nextInt(20) == 0) {
                    client.loseConnection();
                }
            }
        }
    }

    /** Sends and receives until nothing is under way. */
    void settle() {
        for (Client client : clients) {
            client.loseConnection();
            while (!client.replica.pending().isEmpty()) {
                client.receive(1_000);
                client.send();
                client.arrive();
                client.answer();
            }
        }
        clients.forEach(client -> {
            while (client.replica.version() < head()) {
                client.receive(1_000);
            }
        });
    }

    long head() {
        return manager.document(OWNER, document.id()).version();
    }

    /** Makes one random edit. */
    interface Editor<C, O> {
        void edit(DocumentReplica<C, O> replica, RandomGenerator random);
    }

    @Override
    public void close() {
        manager.close();
    }
}
