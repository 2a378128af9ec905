// SPDX-License-Identifier: Apache-2.0
/** Messages to a server that sends them back. */
@NullMarked
package io.aetherflow.samples.quantum.echo;

import org.jspecify.annotations.NullMarked;
