// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.time.Duration;

/** What a store's adapter provides to the contract's tests. */
interface StoreUnderTest {
    /** A store, empty at the start of each test. */
    StateStore store();

    /** Lets time pass by the store's clock. */
    void passTime(Duration duration);
}
