// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.core;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a longer listing, and where the next one starts.
 *
 * @param items this page's items in listing order; immutable
 * @param nextCursor an opaque position to hand back for the next page, or empty on the last page
 * @param total how many items the whole listing had when this page was read, never less than {@code items.size()}
 * @param <T> the item type
 */
public record Page<T>(List<T> items, Optional<String> nextCursor, long total) {
    public Page {
        items = List.copyOf(items);
        Objects.requireNonNull(nextCursor, "nextCursor");
        if (total < items.size()) {
            throw new IllegalArgumentException(
                    "total is " + total + ", below the " + items.size() + " items of the page");
        }
    }

    /**
     * Returns the same page with each item mapped.
     *
     * @param mapping applied to each item in order; must not return null
     * @param <R> the new item type
     * @return a page with the same cursor and total
     */
    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<R>(items.stream().<R>map(mapping).toList(), nextCursor, total);
    }
}
