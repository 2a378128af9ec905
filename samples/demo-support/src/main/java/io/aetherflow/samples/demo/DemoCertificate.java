// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that is made for one run of a demo's server and valid for a day. Nobody vouches for it: clients know it by the
 * SHA-256 of its bytes, which somebody carries over from the server's output.
 */
public final class DemoCertificate {
    /** The name of the entry in {@link #keyStore}. */
    public static final String ALIAS = "demo";

    private static final int FINGERPRINT_BYTES = 32;
    private static final char[] NO_PASSWORD = {};
    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(5);

    private final KeyPair keys;
    private final X509Certificate certificate;

    private DemoCertificate(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    /**
     * Makes a certificate and its key, which stay in memory.
     *
     * @return a certificate
     */
    public static DemoCertificate create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            X500Principal name = new X500Principal("CN=AetherFlow demo");
            Instant now = Instant.now();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(64, new SecureRandom()).add(BigInteger.ONE),
                    Date.from(now.minus(CLOCKS_MAY_DIFFER)),
                    Date.from(now.plus(LIFETIME)),
                    name,
                    keys.getPublic());
            return new DemoCertificate(
                    keys,
                    new JcaX509CertificateConverter()
                            .getCertificate(builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the JDK makes keys and signatures of P-256", e);
        }
    }

    /**
     * Returns by what clients know it.
     *
     * @return its SHA-256 in hexadecimal
     */
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(sha256(certificate));
        } catch (CertificateException e) {
            throw new IllegalStateException("the certificate was just encoded", e);
        }
    }

    /**
     * Returns the certificate itself.
     *
     * @return the certificate itself
     */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Returns its private key.
     *
     * @return its private key
     */
    public PrivateKey key() {
        return keys.getPrivate();
    }

    /**
     * Returns both for libraries that want a key store.
     *
     * @return a key store in memory with one entry, {@value #ALIAS}, and an empty password
     */
    public KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, key(), NO_PASSWORD, new X509Certificate[] {certificate});
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store in memory takes the key", e);
        }
    }

    /**
     * Returns the server's side.
     *
     * @return a context that shows the certificate
     */
    public SSLContext serverContext() {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(keyStore(), NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    /**
     * Returns a client's side.
     *
     * @param option where the fingerprint was given, for a message
     * @param fingerprint SHA-256 of the server's certificate in hexadecimal
     * @return a context that trusts the one certificate, whatever name it is for
     * @throws CommandLineException if the fingerprint is none
     */
    public static SSLContext clientContext(String option, String fingerprint) throws CommandLineException {
        if (!fingerprint.matches("[0-9a-fA-F]{" + 2 * FINGERPRINT_BYTES + "}")) {
            throw new CommandLineException(
                    option, fingerprint, "the " + 2 * FINGERPRINT_BYTES + " hexadecimal digits that the server prints");
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            byte[] expected = HexFormat.of().parseHex(fingerprint.toLowerCase(Locale.ROOT));
            context.init(null, new TrustManager[] {new Pinned(expected)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    private static byte[] sha256(X509Certificate of) throws CertificateException {
        try {
            return MessageDigest.getInstance("SHA-256").digest(of.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    /** Trusts one certificate. TLS itself makes sure that the peer has its key. */
    private record Pinned(byte[] expected) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            byte[] shown = sha256(chain[0]);
            if (!MessageDigest.isEqual(shown, expected)) {
                throw new CertificateException("certificate has the fingerprint "
                        + HexFormat.of().formatHex(shown) + ", expected is "
                        + HexFormat.of().formatHex(expected));
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("clients are not known by certificates");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
