// SPDX-License-Identifier: Apache-2.0
/** Documents in PostgreSQL: the state store on it, its schema, and signals between nodes. */
@NullMarked
package io.aetherflow.statesync.postgres;

import org.jspecify.annotations.NullMarked;
