// SPDX-License-Identifier: Apache-2.0
/** Sessions in Redis, standalone, with Sentinel, or as a Cluster. Needs the library jedis. */
@NullMarked
package io.aetherflow.session.redis;

import org.jspecify.annotations.NullMarked;
