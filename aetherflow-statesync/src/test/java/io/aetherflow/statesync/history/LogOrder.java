// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.history;

import io.aetherflow.statesync.history.EditingHistory.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * An order of a concurrent history's transactions in which a server can commit them while each agent makes every edit on
 * exactly what it had seen: a prefix of the log and its own edits.
 *
 * <p>What an agent had seen is told by a vector clock: how many transactions of each agent are among a transaction's
 * ancestors. Where that is the first n of agent a and the first m of agent c, some place in the log must divide the first
 * n of a from the rest, and the first m of c from the rest: a's n-th comes before c's (m+1)-th, and c's m-th before a's
 * (n+1)-th. Any order that obeys this, and keeps ancestors first, will do.
 */
final class LogOrder {
    private final List<Transaction> transactions;
    private final int agents;
    /** Per transaction and agent, how many of the agent's transactions it has seen, itself included. */
    private final int[][] clocks;
    /** Per agent, its transactions in the order it made them. */
    private final List<List<Integer>> chains = new ArrayList<>();

    private final List<List<Integer>> next = new ArrayList<>();
    private final int[] waitingFor;

    LogOrder(EditingHistory history) {
        transactions = history.transactions();
        agents = history.agents();
        clocks = new int[transactions.size()][];
        waitingFor = new int[transactions.size()];
        for (int agent = 0; agent < agents; agent++) {
            chains.add(new ArrayList<>());
        }
        for (int i = 0; i < transactions.size(); i++) {
            next.add(new ArrayList<>());
            note(i);
        }
        for (int i = 0; i < transactions.size(); i++) {
            constrain(i);
        }
    }

    private void note(int index) {
        Transaction transaction = transactions.get(index);
        int[] clock = new int[agents];
        for (int parent : transaction.parents()) {
            for (int agent = 0; agent < agents; agent++) {
                clock[agent] = Math.max(clock[agent], clocks[parent][agent]);
            }
            before(parent, index);
        }
        List<Integer> chain = chains.get(transaction.agent());
        if (clock[transaction.agent()] != chain.size()) {
            throw new AssertionError("transaction " + index + " has not seen all of its own agent's before it");
        }
        chain.add(index);
        clock[transaction.agent()]++;
        clocks[index] = clock;
    }

    private void constrain(int index) {
        int own = transactions.get(index).agent();
        for (int a = 0; a < agents; a++) {
            for (int c = 0; c < agents; c++) {
                if (a != c
                        && a != own
                        && c != own
                        && seen(index, a) > 0
                        && seen(index, c) < chains.get(c).size()) {
                    before(chains.get(a).get(seen(index, a) - 1), chains.get(c).get(seen(index, c)));
                }
            }
        }
    }

    private void before(int first, int second) {
        next.get(first).add(second);
        waitingFor[second]++;
    }

    /** How many of an agent's transactions another agent had seen when it made one. */
    int seen(int transaction, int agent) {
        return clocks[transaction][agent];
    }

    /** The transactions by index, in an order for the log. */
    List<Integer> order() {
        int[] left = waitingFor.clone();
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < left.length; i++) {
            if (left[i] == 0) {
                ready.add(i);
            }
        }
        List<Integer> order = new ArrayList<>(left.length);
        while (!ready.isEmpty()) {
            int first = ready.remove();
            order.add(first);
            for (int second : next.get(first)) {
                if (--left[second] == 0) {
                    ready.add(second);
                }
            }
        }
        if (order.size() != left.length) {
            throw new AssertionError("no log order fits: " + (left.length - order.size()) + " transactions are left");
        }
        return order;
    }
}
