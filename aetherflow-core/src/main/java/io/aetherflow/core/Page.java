// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.core;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * One page of a longer listing, and where the next one starts.
 *
 * @param items this page's items in listing order; immutable
 * @param nextCursor an opaque position to hand back for the next page, or empty on the last page
 * @param total how many items the whole listing had when this page was read, never less than {@code items.size()}; empty
 *     if that was not asked for
 * @param <T> the item type
 */
public record Page<T>(List<T> items, Optional<String> nextCursor, OptionalLong total) {
    public Page {
        items = List.copyOf(items);
        Objects.requireNonNull(nextCursor, "nextCursor");
        if (total.isPresent() && total.getAsLong() < items.size()) {
            throw new IllegalArgumentException(
                    "total is " + total.getAsLong() + ", below the " + items.size() + " items of the page");
        }
    }

    /**
     * Makes a page that knows the total.
     *
     * @param items this page's items in listing order
     * @param nextCursor the position of the next page, or empty on the last page
     * @param total how many items the whole listing has
     */
    public Page(List<T> items, Optional<String> nextCursor, long total) {
        this(items, nextCursor, OptionalLong.of(total));
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
