// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

/** A certificate authority of tests: P-256, made on the spot, valid for a day. The JDK has no public way to make a certificate. */
public final class TestAuthority {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] ECDSA_SHA256 =
            Der.value(Der.SEQUENCE, Der.value(Der.OBJECT_IDENTIFIER, HEX.parseHex("2a8648ce3d040302")));
    private static final byte[] BASIC_CONSTRAINTS = HEX.parseHex("551d13");
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = HEX.parseHex("551d11");
    private static final char[] PASSWORD = "not secret".toCharArray();
    private static long serial;

    private final KeyPair keys = newKeys();
    /** From this authority's up to the root's, which is the last. */
    private final List<X509Certificate> chain = new ArrayList<>();

    /** A root. */
    public TestAuthority(String name) {
        chain.add(certificate(name, keys.getPublic(), keys, name, true, Instant.now()));
    }

    private TestAuthority(String name, TestAuthority issuer) {
        chain.add(issuer.sign(name, keys.getPublic(), true, Instant.now()));
        chain.addAll(issuer.chain);
    }

    /** An authority below this one. */
    public TestAuthority subordinate(String name) {
        return new TestAuthority(name, this);
    }

    /** A context with a certificate of a host, which trusts this authority's root. */
    public SSLContext context(String host) {
        return context(host, Instant.now());
    }

    /** The same with a certificate that was valid until an hour ago. */
    public SSLContext expiredContext(String host) {
        return context(host, Instant.now().minus(Duration.ofHours(25)));
    }

    /** A context without a certificate, which trusts this authority's root. */
    public SSLContext trustingContext() {
        return contextWith(new KeyManager[0]);
    }

    private SSLContext context(String host, Instant from) {
        try {
            KeyPair own = newKeys();
            List<X509Certificate> ownChain = new ArrayList<>();
            ownChain.add(sign(host, own.getPublic(), false, from));
            ownChain.addAll(chain);
            KeyStore store = emptyStore();
            store.setKeyEntry(host, own.getPrivate(), PASSWORD, ownChain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, PASSWORD);
            return contextWith(factory.getKeyManagers());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext contextWith(KeyManager[] keyManagers) {
        try {
            KeyStore trusted = emptyStore();
            trusted.setCertificateEntry("root", chain.get(chain.size() - 1));
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore emptyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(String name, PublicKey key, boolean authority, Instant from) {
        String issuer = chain.get(0).getSubjectX500Principal().getName().substring("CN=".length());
        return certificate(name, key, keys, issuer, authority, from);
    }

    /** RFC 5280 section 4.1. */
    private static X509Certificate certificate(
            String name, PublicKey key, KeyPair issuerKeys, String issuer, boolean authority, Instant from) {
        byte[] validity =
                Der.value(Der.SEQUENCE, time(from.minus(Duration.ofMinutes(5))), time(from.plus(Duration.ofDays(1))));
        byte[] extensions = Der.value(Der.SEQUENCE, authority ? authorityExtension() : hostExtension(name));
        byte[] body = Der.value(
                Der.SEQUENCE,
                Der.value(0xa0, Der.integer(2)),
                Der.integer(nextSerial()),
                ECDSA_SHA256,
                new X500Principal("CN=" + issuer).getEncoded(),
                validity,
                new X500Principal("CN=" + name).getEncoded(),
                key.getEncoded(),
                Der.value(0xa3, extensions));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(issuerKeys.getPrivate());
            signature.update(body);
            byte[] all = Der.value(Der.SEQUENCE, body, ECDSA_SHA256, Der.bits(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(all));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] authorityExtension() {
        byte[] yes = Der.value(Der.BOOLEAN, new byte[] {-1});
        return extension(BASIC_CONSTRAINTS, yes, Der.value(Der.SEQUENCE, yes));
    }

    private static byte[] hostExtension(String host) {
        byte[] name = Der.value(0x82, host.getBytes(StandardCharsets.US_ASCII));
        return extension(SUBJECT_ALTERNATIVE_NAME, new byte[0], Der.value(Der.SEQUENCE, name));
    }

    private static byte[] extension(byte[] id, byte[] critical, byte[] content) {
        return Der.value(
                Der.SEQUENCE, Der.value(Der.OBJECT_IDENTIFIER, id), critical, Der.value(Der.OCTET_STRING, content));
    }

    private static byte[] time(Instant instant) {
        String text = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(instant);
        return Der.value(Der.GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static synchronized long nextSerial() {
        return ++serial;
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
