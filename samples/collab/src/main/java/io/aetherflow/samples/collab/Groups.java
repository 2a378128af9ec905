// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

/** Disjoint sets of the numbers below a bound, with path halving. */
final class Groups {
    private final int[] parent;

    Groups(int bound) {
        parent = new int[bound];
        for (int i = 0; i < bound; i++) {
            parent[i] = i;
        }
    }

    void join(int a, int b) {
        parent[root(a)] = root(b);
    }

    private int root(int member) {
        int current = member;
        while (parent[current] != current) {
            parent[current] = parent[parent[current]];
            current = parent[current];
        }
        return current;
    }

    int[] roots() {
        int[] roots = new int[parent.length];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = root(i);
        }
        return roots;
    }
}
