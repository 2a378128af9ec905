// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * How one end uses TLS. Whatever the context allows, TLS 1.3 is all that is offered and accepted.
 *
 * @param context keys, trust and cached sessions
 * @param applicationProtocols for ALPN, best first; if there are any, one must be agreed on
 * @param verifyHost whether a client checks that the certificate is its server's
 * @param clientAuth what a server asks of its clients
 */
public record TlsSettings(
        SSLContext context, List<String> applicationProtocols, boolean verifyHost, ClientAuth clientAuth) {
    static final String VERSION = "TLSv1.3";

    /** Whether clients show a certificate. */
    public enum ClientAuth {
        /** They are not asked. */
        NONE,
        /** They are asked, and may have none. */
        OPTIONAL,
        /** They must. */
        REQUIRED
    }

    /** Checks that the context can do what is needed. */
    public TlsSettings {
        applicationProtocols = List.copyOf(applicationProtocols);
        requireVersion(List.of(context.getSupportedSSLParameters().getProtocols()));
    }

    static void requireVersion(List<String> supported) {
        if (!supported.contains(VERSION)) {
            throw new IllegalArgumentException("context: must support " + VERSION + ", supports " + supported);
        }
    }

    SSLEngine clientEngine(String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(engine);
        if (verifyHost) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    SSLEngine serverEngine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters(engine);
        // Each of the two setters clears the other's flag.
        if (clientAuth == ClientAuth.REQUIRED) {
            parameters.setNeedClientAuth(true);
        } else {
            parameters.setWantClientAuth(clientAuth == ClientAuth.OPTIONAL);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private SSLParameters parameters(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {VERSION});
        parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        return parameters;
    }
}
