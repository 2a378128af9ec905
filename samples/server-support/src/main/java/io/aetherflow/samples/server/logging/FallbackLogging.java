// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.aetherflow.samples.server.keys.LogFormat;
import io.aetherflow.samples.server.keys.LogLevel;

/**
 * What logback uses when a process has neither a logback file nor called {@link Logging}: text from level info.
 * Logback's own fallback is debug, which fills the console with the network libraries' events. Found by logback
 * through the service loader.
 */
@ConfiguratorRank(ConfiguratorRank.FALLBACK + 1)
public final class FallbackLogging extends ContextAwareBase implements Configurator {
    /** Creates the configurator, for the service loader. */
    public FallbackLogging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logging.configure(context, LogLevel.INFO, LogFormat.TEXT);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
