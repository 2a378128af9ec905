// SPDX-License-Identifier: Apache-2.0
/** Documents in PostgreSQL: the state store on it, and its schema. */
@NullMarked
package io.aetherflow.statesync.postgres;

import org.jspecify.annotations.NullMarked;
