// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.store;

import io.aetherflow.samples.server.ServerStartException;
import io.aetherflow.samples.server.config.Config;
import io.aetherflow.samples.server.keys.TlsKeys;
import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/** The TLS side of a client, from PEM files. */
final class ClientTls {
    /** Jedis takes key stores only; this one never leaves the memory. */
    private static final char[] NO_SECRET = "in memory".toCharArray();

    private ClientTls() {}

    /** Makes the settings: trust the CA file, or the JDK's list, and show the client's certificate if there is one. */
    static SslOptions options(Config config, TlsKeys keys) {
        String caFile = config.value(keys.caFile());
        String certFile = config.value(keys.certFile());
        SslOptions.Builder options = SslOptions.builder()
                .keyStoreType("PKCS12")
                .trustStoreType("PKCS12")
                .sslVerifyMode(config.value(keys.verifyHostname()) ? SslVerifyMode.FULL : SslVerifyMode.CA);
        try {
            if (!caFile.isEmpty()) {
                options.truststore(resource(trusted(caFile)), NO_SECRET);
            }
            if (!certFile.isEmpty()) {
                options.keystore(resource(identity(certFile, config.value(keys.keyFile()))), NO_SECRET);
            }
            return options.build();
        } catch (IOException | GeneralSecurityException e) {
            throw new ServerStartException(
                    keys.enabled().path() + " is true, but its files cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore trusted(String caFile) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        for (X509Certificate certificate : certificates(caFile)) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        return store;
    }

    private static KeyStore identity(String certFile, String keyFile) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        try (InputStream in = Files.newInputStream(Path.of(keyFile))) {
            PrivateKey key = CertificateUtils.getPrivateKey(in);
            store.setKeyEntry("client", key, NO_SECRET, certificates(certFile));
        }
        return store;
    }

    private static X509Certificate[] certificates(String file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            X509Certificate[] all = CertificateUtils.getX509Certificates(in);
            if (all.length == 0) {
                throw new IOException(file + " holds no certificate");
            }
            return all;
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_SECRET);
        return store;
    }

    private static SslOptions.Resource resource(KeyStore store) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, NO_SECRET);
        return () -> new ByteArrayInputStream(bytes.toByteArray());
    }
}
