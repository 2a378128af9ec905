// SPDX-License-Identifier: Apache-2.0
/** Meters of Quantum for Micrometer, which this package alone needs. */
@org.jspecify.annotations.NullMarked
package io.aetherflow.quantum.micrometer;
