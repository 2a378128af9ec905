// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.Payload;

/**
 * The content of a document at one version.
 *
 * @param version the version
 * @param content the content, in its model's wire form
 */
public record Snapshot(long version, Payload content) {}
