// SPDX-License-Identifier: Apache-2.0
/** Documents in PostgreSQL, and signals between nodes over it. Needs the PostgreSQL JDBC driver. */
@org.jspecify.annotations.NullMarked
package io.aetherflow.statesync.postgres;
