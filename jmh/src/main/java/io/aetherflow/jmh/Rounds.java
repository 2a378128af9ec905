// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One figure measured in several rounds. Not safe for use by several threads. */
final class Rounds {
    private final List<Double> sorted = new ArrayList<>();

    void add(double figure) {
        sorted.add(figure);
        Collections.sort(sorted);
    }

    /** The middle figure; of an even number, the mean of the two in the middle. */
    double median() {
        int size = sorted.size();
        return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }

    double lowest() {
        return sorted.get(0);
    }

    double highest() {
        return sorted.get(sorted.size() - 1);
    }
}
