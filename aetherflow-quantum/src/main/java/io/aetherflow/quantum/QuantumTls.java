// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * How an endpoint uses TLS, for the connections that it accepts and those that it opens. Whatever the context allows, only TLS 1.3 is
 * spoken. Immutable.
 *
 * @param context keys, trust and cached sessions
 * @param applicationProtocols for ALPN, best first; if there are any, one must be agreed on
 * @param verifyHost whether the certificate of a server must name the host that was connected to
 * @param clientCertificates what is asked of clients
 */
public record QuantumTls(
        SSLContext context,
        List<String> applicationProtocols,
        boolean verifyHost,
        ClientCertificates clientCertificates) {
    /** Whether clients show a certificate. */
    public enum ClientCertificates {
        /** They are not asked. */
        NONE,
        /** They are asked, and may have none. */
        OPTIONAL,
        /** They must. */
        REQUIRED
    }

    public QuantumTls {
        Objects.requireNonNull(context, "context");
        applicationProtocols = List.copyOf(applicationProtocols);
        Objects.requireNonNull(clientCertificates, "clientCertificates");
    }

    /**
     * Returns TLS with host names verified, no ALPN, and no certificates of clients.
     *
     * @param context keys, trust and cached sessions
     * @return the settings
     */
    public static QuantumTls of(SSLContext context) {
        return new QuantumTls(context, List.of(), true, ClientCertificates.NONE);
    }

    /**
     * Returns the same with application protocols.
     *
     * @param protocols best first
     * @return changed settings
     */
    public QuantumTls withApplicationProtocols(String... protocols) {
        return new QuantumTls(context, List.of(protocols), verifyHost, clientCertificates);
    }

    /**
     * Returns the same without a look at the host name in a server's certificate: any server that the context trusts will do.
     *
     * @return changed settings
     */
    public QuantumTls withoutHostVerification() {
        return new QuantumTls(context, applicationProtocols, false, clientCertificates);
    }

    /**
     * Returns the same with something else asked of clients.
     *
     * @param asked whether clients show a certificate
     * @return changed settings
     */
    public QuantumTls withClientCertificates(ClientCertificates asked) {
        return new QuantumTls(context, applicationProtocols, verifyHost, asked);
    }
}
