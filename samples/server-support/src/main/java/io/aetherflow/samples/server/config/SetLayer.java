// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The source that reads the {@code Key=Value} texts of {@code --set} arguments. The last one for a key wins. */
final class SetLayer {
    /** What may be shown of a text that holds no equals sign: the rest could be a secret. */
    private static final Pattern KEY_START = Pattern.compile("[A-Za-z0-9.]*");

    private SetLayer() {}

    static Layer read(ConfigSchema schema, List<String> assignments) {
        Layer layer = new Layer();
        assignments.forEach(assignment -> read(schema, assignment, layer));
        return layer;
    }

    private static void read(ConfigSchema schema, String assignment, Layer layer) {
        int equals = assignment.indexOf('=');
        if (equals < 0) {
            Matcher start = KEY_START.matcher(assignment);
            String shown = start.lookingAt() ? start.group() : "";
            layer.problem(Origin.set(Printable.of(shown)), "no \"=\" found, allowed is --set Key=Value");
            return;
        }
        String path = assignment.substring(0, equals);
        Origin origin = Origin.set(Printable.of(path));
        schema.key(path)
                .ifPresentOrElse(
                        key -> layer.add(Setting.plain(key, assignment.substring(equals + 1), origin)),
                        () -> layer.problem(
                                origin,
                                schema.isSection(path)
                                        ? YamlLayer.sectionMessage(schema, path, "a value")
                                        : UnknownKey.message(schema, path)));
    }
}
