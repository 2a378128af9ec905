// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Permissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The rows of document_acl for a document's permissions, as two columns. */
record Acl(List<String> roles, List<String> users) {
    static Acl of(Permissions permissions) {
        List<String> roles = new ArrayList<>();
        roles.addAll(Collections.nCopies(permissions.editors().size(), "EDITOR"));
        roles.addAll(Collections.nCopies(permissions.viewers().size(), "VIEWER"));
        List<String> users = new ArrayList<>(permissions.editors());
        users.addAll(permissions.viewers());
        return new Acl(roles, users);
    }
}
