// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import io.aetherflow.statesync.LogEntry;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.StateStore;
import io.aetherflow.statesync.model.DocumentModel;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The whole log of a document, as the store has it.
 *
 * @param docId the document
 * @param operations what it holds, the creation first
 */
record DocumentLog(UUID docId, List<Operation> operations) {
    private static final int PAGE = 1_000;

    static DocumentLog read(StateStore store, UUID docId) {
        List<Operation> operations = new ArrayList<>();
        List<LogEntry> page = store.log(docId, 0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(entry -> operations.add(entry.operation()));
            page = store.log(docId, operations.get(operations.size() - 1).version(), PAGE);
        }
        return new DocumentLog(docId, List.copyOf(operations));
    }

    /** Makes the content from the log alone. */
    <C, O> byte[] replayed(DocumentModel<C, O> model) {
        C content = model.decode(operations.get(0).data());
        for (Operation operation : operations.subList(1, operations.size())) {
            content = model.apply(content, model.parse(operation.type(), operation.data()));
        }
        return model.encode(content).toByteArray();
    }

    /** How many operations clients have made. */
    long edits() {
        return operations.size() - 1L;
    }
}
