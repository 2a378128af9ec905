// SPDX-License-Identifier: Apache-2.0
/** Real PostgreSQL and Redis servers as child processes, for the cluster demo and for tests. */
@org.jspecify.annotations.NullMarked
package io.aetherflow.samples.engines;
