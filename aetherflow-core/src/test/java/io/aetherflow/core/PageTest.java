// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void itemsAreCopied() {
        List<String> items = new ArrayList<>(List.of("a"));
        Page<String> page = new Page<>(items, Optional.empty(), 1);

        items.add("b");

        assertThat(page.items()).containsExactly("a");
    }

    @Test
    void mappingKeepsCursorAndTotal() {
        Page<Integer> page = new Page<>(List.of("a", "bb"), Optional.of("next"), 7).map(String::length);

        assertThat(page).isEqualTo(new Page<>(List.of(1, 2), Optional.of("next"), 7));
    }

    @Test
    void totalBelowThePageIsRefused() {
        assertThatThrownBy(() -> new Page<>(List.of("a", "b"), Optional.empty(), 1))
                .hasMessage("total is 1, below the 2 items of the page");
    }
}
