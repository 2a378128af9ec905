// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import io.aetherflow.samples.demo.CommandLineException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a running PostgreSQL or Redis is.
 *
 * @param host its host
 * @param port its port
 * @param user the user, or empty for none
 * @param password the password, or empty for none
 * @param database the name or number of the database, or empty for none
 */
record EngineUrl(String host, int port, String user, String password, String database) {
    /** Parses {@code SCHEME://USER:PASSWORD@HOST:PORT/DATABASE}; what is refused is not repeated, it may hold a password. */
    static EngineUrl parse(String option, String text, String scheme) throws CommandLineException {
        try {
            URI uri = new URI(text);
            if (scheme.equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
                String[] login = (uri.getUserInfo() == null ? "" : uri.getUserInfo()).split(":", 2);
                String database = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
                return new EngineUrl(
                        uri.getHost(), uri.getPort(), login[0], login.length == 2 ? login[1] : "", database);
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new CommandLineException(option, "another URL", scheme + "://USER:PASSWORD@HOST:PORT/DATABASE");
    }

    /** Hides the password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
