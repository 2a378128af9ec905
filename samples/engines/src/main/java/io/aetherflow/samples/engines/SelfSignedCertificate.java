// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A certificate of 127.0.0.1 that is its own authority, with its private key: for tests of TLS, made on the spot and
 * valid for a day.
 *
 * @param certificate a PEM file
 * @param key a PEM file, PKCS #8 without encryption
 */
public record SelfSignedCertificate(Path certificate, Path key) {
    private static final String PASSWORD = "not secret";

    /**
     * Makes a certificate with the JDK's keytool.
     *
     * @param folder where its files go
     * @return the certificate
     */
    public static SelfSignedCertificate in(Path folder) {
        Path keyStore = folder.resolve("keys.p12");
        EngineProcess.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-validity",
                        "1",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        PASSWORD),
                folder,
                folder.resolve("keytool.log"));
        try (InputStream in = Files.newInputStream(keyStore)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            byte[] certificate = keys.getCertificate("server").getEncoded();
            byte[] key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
            return new SelfSignedCertificate(
                    Files.writeString(folder.resolve("server.crt"), pem("CERTIFICATE", certificate)),
                    Files.writeString(folder.resolve("server.key"), pem("PRIVATE KEY", key)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK does not read what it wrote", e);
        }
    }

    private static String pem(String what, byte[] der) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }
}
