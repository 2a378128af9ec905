// SPDX-License-Identifier: Apache-2.0
/**
 * Versioned documents that many people edit at once: the {@link io.aetherflow.statesync.StateSyncManager}, what it is
 * asked and answers, and the ports it stores and announces through.
 */
@NullMarked
package io.aetherflow.statesync;

import org.jspecify.annotations.NullMarked;
