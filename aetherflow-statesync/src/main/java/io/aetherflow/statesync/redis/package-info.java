// SPDX-License-Identifier: Apache-2.0
/** Signals between nodes over Redis. Needs jedis. */
@org.jspecify.annotations.NullMarked
package io.aetherflow.statesync.redis;
