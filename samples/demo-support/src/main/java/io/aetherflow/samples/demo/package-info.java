// SPDX-License-Identifier: Apache-2.0
/** What the commands of the demos have in common: their command lines, exit codes, progress, and a certificate for one run. */
@NullMarked
package io.aetherflow.samples.demo;

import org.jspecify.annotations.NullMarked;
