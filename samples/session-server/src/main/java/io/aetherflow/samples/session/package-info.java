// SPDX-License-Identifier: Apache-2.0
/** The sample session server. */
@NullMarked
package io.aetherflow.samples.session;

import org.jspecify.annotations.NullMarked;
