// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextModel;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The log of a text document, and what applying it one by one gives. */
final class Replay {
    private static final TextModel MODEL = new TextModel();

    private Replay() {}

    static List<Operation> log(StateSyncManager manager, UUID docId) {
        List<Operation> log = new ArrayList<>();
        List<Operation> part;
        do {
            part = manager.history(TestManager.OWNER, docId, log.size(), StateSyncManager.MAX_READ);
            log.addAll(part);
        } while (!part.isEmpty());
        return log;
    }

    static String of(StateSyncManager manager, UUID docId) {
        Rope content = MODEL.empty();
        for (Operation operation : log(manager, docId)) {
            content = operation.version() == 1
                    ? MODEL.decode(operation.data())
                    : MODEL.apply(content, MODEL.parse(operation.type(), operation.data()));
        }
        return content.toString();
    }
}
