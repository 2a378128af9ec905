// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import io.aetherflow.samples.editors.Measurements;
import io.aetherflow.samples.editors.Measurements.EditKey;
import io.aetherflow.statesync.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the log says of the edits that servers have acknowledged.
 *
 * @param acknowledged how many edits were acknowledged
 * @param lost how many of them the log does not have
 * @param duplicated how many times the log has an edit again, acknowledged or not
 * @param misplaced how many of them the log has at another version than was acknowledged
 * @param gaps how many times a version does not follow the one before it by one
 */
record AcknowledgementCheck(long acknowledged, long lost, long duplicated, long misplaced, long gaps) {
    static AcknowledgementCheck of(Map<EditKey, Long> acknowledged, List<DocumentLog> logs) {
        Map<EditKey, Long> logged = new HashMap<>();
        long duplicated = 0;
        long gaps = 0;
        for (DocumentLog log : logs) {
            long version = 0;
            for (Operation operation : log.operations()) {
                gaps += operation.version() == version + 1 ? 0 : 1;
                version = operation.version();
                EditKey key = new EditKey(log.docId(), operation.clientId(), operation.clientSeq());
                duplicated += logged.putIfAbsent(key, version) == null ? 0 : 1;
            }
        }
        long lost = acknowledged.keySet().stream()
                .filter(key -> !logged.containsKey(key))
                .count();
        long misplaced = acknowledged.entrySet().stream()
                .filter(edit -> edit.getValue() != Measurements.UNKNOWN_VERSION)
                .filter(edit -> logged.containsKey(edit.getKey())
                        && !logged.get(edit.getKey()).equals(edit.getValue()))
                .count();
        return new AcknowledgementCheck(acknowledged.size(), lost, duplicated, misplaced, gaps);
    }
}
