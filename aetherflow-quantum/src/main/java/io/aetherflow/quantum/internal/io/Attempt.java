// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import org.jspecify.annotations.Nullable;

/** Something that may not be possible yet and is tried again whenever something has changed. */
@FunctionalInterface
interface Attempt<T> {
    /** Tries it, under the endpoint's lock: the result, or null if it was not possible and nothing was done. */
    @Nullable
    T make();
}
