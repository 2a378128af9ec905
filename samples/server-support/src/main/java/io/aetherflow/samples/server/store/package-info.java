/** Connections to the stores that several servers share. */
@NullMarked
package io.aetherflow.samples.server.store;

import org.jspecify.annotations.NullMarked;
