// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.List;
import java.util.Optional;

/** The message for a key that is not in the schema: which one may have been meant, and what its section allows. */
final class UnknownKey {
    private UnknownKey() {}

    /**
     * Returns the message.
     *
     * @param schema the known keys
     * @param path the path as written
     * @return one sentence, or two where keys of the section are listed
     */
    static String message(ConfigSchema schema, String path) {
        String section = deepestSection(schema, path);
        String guess = guess(schema, section, path)
                .map(known -> ", did you mean " + known + "?")
                .orElse(".");
        String place = section.isEmpty() ? "at the top" : "of " + section;
        return "unknown key " + Printable.of(path) + guess + " The keys " + place + " are "
                + String.join(", ", schema.childrenOf(section));
    }

    private static String deepestSection(ConfigSchema schema, String path) {
        String section = path;
        do {
            section = section.substring(0, Math.max(0, section.lastIndexOf('.')));
        } while (!schema.isSection(section));
        return section;
    }

    /** First a name of the same section, then any whole path, then a key of that name in another section. */
    private static Optional<String> guess(ConfigSchema schema, String section, String path) {
        String name = section.isEmpty() ? path : path.substring(section.length() + 1);
        List<String> paths = schema.keys().stream().map(ConfigKey::path).toList();
        return EditDistance.closest(name, schema.childrenOf(section))
                .map(known -> section.isEmpty() ? known : section + "." + known)
                .or(() -> EditDistance.closest(path, paths))
                .or(() -> paths.stream()
                        .filter(known -> known.endsWith("." + name))
                        .findFirst());
    }
}
