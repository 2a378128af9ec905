// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import io.aetherflow.samples.server.config.ConfigGroup;
import io.aetherflow.samples.server.config.ConfigKey;
import io.aetherflow.samples.server.config.ConfigRule;
import io.aetherflow.samples.server.config.ValueTypes;
import java.util.List;
import java.util.Optional;

/** The keys of a section that says how connections of a client are encrypted. Files are in PEM form. */
public final class TlsKeys {
    private final ConfigKey<Boolean> enabled;
    private final ConfigKey<String> caFile;
    private final ConfigKey<String> certFile;
    private final ConfigKey<String> keyFile;
    private final ConfigKey<Boolean> verifyHostname;

    TlsKeys(String section) {
        this.enabled =
                new ConfigKey<>(section + ".Enabled", ValueTypes.bool(), "false", "whether connections are encrypted");
        this.caFile = file(section + ".CaFile", "PEM file of whom to trust, empty = the JDK's list");
        this.certFile = file(section + ".CertFile", "PEM file of the client's certificate, empty = none");
        this.keyFile = file(section + ".KeyFile", "PEM file of the client's private key (PKCS #8)");
        this.verifyHostname = new ConfigKey<>(
                section + ".VerifyHostname",
                ValueTypes.bool(),
                "true",
                "whether the certificate must be of the host in the address");
    }

    private static ConfigKey<String> file(String path, String doc) {
        return new ConfigKey<>(path, ValueTypes.file(), "", doc);
    }

    ConfigGroup group() {
        return ConfigGroup.of(enabled, caFile, certFile, keyFile, verifyHostname)
                .withRules(
                        new ConfigRule(List.of(certFile, keyFile), config -> {
                            boolean both = config.value(certFile).isEmpty()
                                    == config.value(keyFile).isEmpty();
                            return both
                                    ? Optional.empty()
                                    : Optional.of(certFile.path() + " and " + keyFile.path()
                                            + ": one is set, allowed are both or none");
                        }),
                        onlyIfEnabled(caFile),
                        onlyIfEnabled(certFile));
    }

    /** A file that has no effect would make its owner believe that the connection is encrypted. */
    private ConfigRule onlyIfEnabled(ConfigKey<String> file) {
        return new ConfigRule(
                List.of(file, enabled),
                config -> config.value(enabled) || config.value(file).isEmpty()
                        ? Optional.empty()
                        : Optional.of(file.path() + " is set, allowed with " + enabled.path() + " false is none"));
    }

    /** Returns the key Enabled. */
    public ConfigKey<Boolean> enabled() {
        return enabled;
    }

    /** Returns the key CaFile. */
    public ConfigKey<String> caFile() {
        return caFile;
    }

    /** Returns the key CertFile. */
    public ConfigKey<String> certFile() {
        return certFile;
    }

    /** Returns the key KeyFile. */
    public ConfigKey<String> keyFile() {
        return keyFile;
    }

    /** Returns the key VerifyHostname. */
    public ConfigKey<Boolean> verifyHostname() {
        return verifyHostname;
    }
}
