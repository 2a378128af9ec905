// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every store does, whatever it stands on: each adapter's test extends this class. */
abstract class StateStoreContract
        implements StoreDocumentContract, StoreCommitContract, StoreListContract, StoreLockContract, StoreTextContract {
    private StateStore store;

    /** Opens an empty store. */
    abstract StateStore open();

    @Override
    public StateStore store() {
        return store;
    }

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }
}
