// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import io.aetherflow.samples.server.config.ConfigGroup;
import io.aetherflow.samples.server.config.ConfigKey;
import io.aetherflow.samples.server.config.ValueTypes;

/** The keys of section Log. */
public final class LogKeys {
    /** Log.Level. */
    public static final ConfigKey<LogLevel> LEVEL = new ConfigKey<>(
            "Log.Level", ValueTypes.choice(LogLevel.class), LogLevel.INFO.toString(), "least severe events written");

    /** Log.Format. */
    public static final ConfigKey<LogFormat> FORMAT = new ConfigKey<>(
            "Log.Format", ValueTypes.choice(LogFormat.class), LogFormat.TEXT.toString(), "how events are written");

    static final ConfigGroup GROUP = ConfigGroup.of(LEVEL, FORMAT);

    private LogKeys() {}
}
