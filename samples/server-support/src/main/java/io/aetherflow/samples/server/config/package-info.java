// SPDX-License-Identifier: Apache-2.0
/** Typed configuration from a YAML file, the environment and the command line, with errors that name their place. */
@NullMarked
package io.aetherflow.samples.server.config;

import org.jspecify.annotations.NullMarked;
