// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextModel;
import io.aetherflow.statesync.model.TextOperation;
import io.aetherflow.statesync.replica.DocumentReplica;
import java.time.Clock;
import java.util.Set;

/** The example of the module's README. */
final class StateSyncReadmeExample {
    private StateSyncReadmeExample() {}

    static String run() {
        StateSyncManager manager = new StateSyncManager(new InMemoryStateStore(Clock.systemUTC()));
        Caller ann = Caller.of("ann", "session-1");
        Caller bob = Caller.of("bob", "session-2");
        Document document = manager.create(
                ann,
                NewDocument.of("notes", DocumentType.TEXT)
                        .with(new Permissions("ann", Set.of("bob"), Set.of(), false))
                        .with(Payload.utf8("Hello")));

        // Each client keeps a copy, in which its edits show at once.
        DocumentReplica<Rope, TextOperation> annsCopy =
                new DocumentReplica<>(new TextModel(), "client-a", manager.document(ann, document.id()));
        DocumentReplica<Rope, TextOperation> bobsCopy =
                new DocumentReplica<>(new TextModel(), "client-b", manager.document(bob, document.id()));
        annsCopy.edit(OperationType.TEXT, TextOperation.replace(5, 0, " world"));
        bobsCopy.edit(OperationType.TEXT, TextOperation.replace(0, 1, "J"));

        // Neither has seen the other's edit; the manager joins them.
        annsCopy.nextSubmission(100).ifPresent(edits -> annsCopy.decided(manager.apply(ann, edits)));
        bobsCopy.nextSubmission(100).ifPresent(edits -> bobsCopy.decided(manager.apply(bob, edits)));

        // What was committed comes by subscription, or is read like this.
        manager.history(ann, document.id(), annsCopy.version(), 100).forEach(annsCopy::receive);
        manager.history(bob, document.id(), bobsCopy.version(), 100).forEach(bobsCopy::receive);
        String agreed = annsCopy.content().toString(); // "Jello world", as is bobsCopy.content()
        manager.close();
        return agreed.equals(bobsCopy.content().toString()) ? agreed : "no agreement";
    }
}
