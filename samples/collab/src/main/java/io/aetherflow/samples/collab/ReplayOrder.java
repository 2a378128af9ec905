// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * An order in which the server can take the transactions of a concurrent history so that each agent, when it makes its
 * next one, has received exactly what it had seen when it made it: a beginning of the log, and its own.
 *
 * <p>Whoever had seen the first n transactions of one agent and no more than the first m of another needs the n-th of
 * the one before the m+1-th of the other. With each agent's own order and "after everything seen" these are the edges of
 * a graph; any topological order of it will do.
 */
final class ReplayOrder {
    private final Trace trace;
    private final List<List<Integer>> byAgent = new ArrayList<>();
    private final int[][] seen;
    private final List<List<Integer>> later = new ArrayList<>();
    private final int[] waitsFor;

    /**
     * One transaction's place in the log.
     *
     * @param agent who makes it
     * @param edits what it does
     * @param seenVersion the version that its author had received when making it; the first transaction makes version 2
     */
    record Step(int agent, List<Edit> edits, long seenVersion) {}

    private ReplayOrder(Trace trace) {
        this.trace = trace;
        int count = trace.transactions().size();
        this.seen = new int[count][trace.agents()];
        this.waitsFor = new int[count];
        for (int agent = 0; agent < trace.agents(); agent++) {
            byAgent.add(new ArrayList<>());
        }
        for (int i = 0; i < count; i++) {
            later.add(new ArrayList<>(4));
            countSeen(i);
            byAgent.get(trace.transactions().get(i).agent()).add(i);
        }
    }

    static List<Step> of(Trace trace) {
        ReplayOrder order = new ReplayOrder(trace);
        order.addEdges();
        return order.sorted();
    }

    /** How many transactions of each agent the author of one had seen, its own earlier ones included. */
    private void countSeen(int index) {
        Trace.Transaction transaction = trace.transactions().get(index);
        for (int parent : transaction.parents()) {
            int agent = trace.transactions().get(parent).agent();
            for (int other = 0; other < trace.agents(); other++) {
                int withParent = seen[parent][other] + (other == agent ? 1 : 0);
                seen[index][other] = Math.max(seen[index][other], withParent);
            }
        }
        int own = byAgent.get(transaction.agent()).size();
        if (seen[index][transaction.agent()] != own) {
            throw new IllegalArgumentException("transaction " + index + " of agent " + transaction.agent()
                    + " does not follow that agent's one before");
        }
    }

    private void addEdges() {
        for (int index = 0; index < trace.transactions().size(); index++) {
            int author = trace.transactions().get(index).agent();
            for (int agent = 0; agent < trace.agents(); agent++) {
                int count = seen[index][agent];
                if (count == 0) {
                    continue;
                }
                int last = byAgent.get(agent).get(count - 1);
                addEdge(last, index);
                for (int other = 0; other < trace.agents() && agent != author; other++) {
                    boolean unseen = other != author
                            && other != agent
                            && seen[index][other] < byAgent.get(other).size();
                    if (unseen) {
                        addEdge(last, byAgent.get(other).get(seen[index][other]));
                    }
                }
            }
        }
    }

    private void addEdge(int before, int after) {
        later.get(before).add(after);
        waitsFor[after]++;
    }

    private List<Step> sorted() {
        Deque<Integer> ready = new ArrayDeque<>();
        for (int i = 0; i < waitsFor.length; i++) {
            if (waitsFor[i] == 0) {
                ready.add(i);
            }
        }
        long[] version = new long[waitsFor.length];
        List<Step> steps = new ArrayList<>();
        while (!ready.isEmpty()) {
            int index = ready.remove();
            Trace.Transaction transaction = trace.transactions().get(index);
            steps.add(new Step(transaction.agent(), transaction.edits(), versionSeen(index, version)));
            version[index] = steps.size() + 1L;
            for (int next : later.get(index)) {
                if (--waitsFor[next] == 0) {
                    ready.add(next);
                }
            }
        }
        if (steps.size() < waitsFor.length) {
            throw new IllegalArgumentException("the history cannot be replayed through one server: no order of its "
                    + waitsFor.length + " transactions shows every agent what it had seen");
        }
        return steps;
    }

    private long versionSeen(int index, long[] version) {
        long highest = 1;
        for (int agent = 0; agent < trace.agents(); agent++) {
            int count = seen[index][agent];
            if (agent != trace.transactions().get(index).agent() && count > 0) {
                highest = Math.max(highest, version[byAgent.get(agent).get(count - 1)]);
            }
        }
        return highest;
    }
}
