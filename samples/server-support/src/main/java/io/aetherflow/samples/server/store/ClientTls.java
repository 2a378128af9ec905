// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.store;

import io.aetherflow.samples.server.ServerStartException;
import io.aetherflow.samples.server.config.Config;
import io.aetherflow.samples.server.keys.TlsKeys;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;

/** The TLS side of a client, from PEM files. */
final class ClientTls {
    private ClientTls() {}

    /** Makes sockets that trust the CA file, or the JDK's list, and show the client's certificate if there is one. */
    static SSLSocketFactory socketFactory(Config config, TlsKeys keys) {
        String caFile = config.value(keys.caFile());
        String certFile = config.value(keys.certFile());
        SslContextBuilder context = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        try {
            if (!caFile.isEmpty()) {
                context.trustManager(new File(caFile));
            }
            if (!certFile.isEmpty()) {
                context.keyManager(new File(certFile), new File(config.value(keys.keyFile())));
            }
            return ((JdkSslContext) context.build()).context().getSocketFactory();
        } catch (IllegalArgumentException | SSLException e) {
            throw new ServerStartException(
                    keys.enabled().path() + " is true, but its files cannot be used: " + e.getMessage(), e);
        }
    }

    static SSLParameters parameters(Config config, TlsKeys keys) {
        SSLParameters parameters = new SSLParameters();
        if (config.value(keys.verifyHostname())) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        return parameters;
    }
}
