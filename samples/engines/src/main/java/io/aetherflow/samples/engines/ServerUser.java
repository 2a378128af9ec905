// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who PostgreSQL runs as: whoever runs this JVM, but {@code nobody} instead of root, which PostgreSQL refuses. */
final class ServerUser {
    private static final String NOBODY = "nobody";

    private ServerUser() {}

    /** What a command begins with, to be run as the user; a list to add to. */
    static List<String> prefix() {
        return isRoot()
                ? new ArrayList<>(
                        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + groupOfNobody(), "--clear-groups"))
                : new ArrayList<>();
    }

    /** Makes a file or folder the user's own. */
    static void own(Path path) throws IOException {
        if (isRoot()) {
            Files.setOwner(path, lookup().lookupPrincipalByName(NOBODY));
        }
    }

    private static String groupOfNobody() {
        return Stream.of("nogroup", NOBODY)
                .filter(ServerUser::isGroup)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has no group nogroup or nobody"));
    }

    private static boolean isGroup(String name) {
        try {
            lookup().lookupPrincipalByGroupName(name);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static UserPrincipalLookupService lookup() {
        return FileSystems.getDefault().getUserPrincipalLookupService();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }
}
