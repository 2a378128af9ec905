// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import java.util.List;

/**
 * A recorded editing history.
 *
 * @param startContent the text before
 * @param endContent the text after
 * @param agents how many people wrote it; 1 if that was not recorded
 * @param transactions what they did, each after its parents
 */
record Trace(String startContent, String endContent, int agents, List<Transaction> transactions) {
    /**
     * Edits made in one go.
     *
     * @param agent who made them
     * @param parents the transactions that their author had seen last, by index; empty for the first
     * @param edits each refers to the text after the one before
     */
    record Transaction(int agent, List<Integer> parents, List<Edit> edits) {}

    /** Whether it was recorded who had seen what. */
    boolean concurrent() {
        return agents > 1;
    }

    List<Edit> edits() {
        return transactions.stream()
                .flatMap(transaction -> transaction.edits().stream())
                .toList();
    }
}
