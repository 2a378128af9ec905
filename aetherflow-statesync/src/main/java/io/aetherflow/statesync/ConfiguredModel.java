// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.DocumentModel;

/** A document model and how conflicts in its documents are decided. */
record ConfiguredModel<C, O>(DocumentModel<C, O> model, ConflictStrategy strategy) {
    ConfiguredModel {
        if (!model.strategies().contains(strategy)) {
            throw Checks.refused(
                    "conflictStrategy", strategy.name(), model.strategies().toString());
        }
    }
}
