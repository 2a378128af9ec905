// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * The source that reads a YAML file. It walks the nodes, never builds objects from them, and descends only where the
 * schema has a section, so that neither tags nor aliases nor depth can make it do more work than the schema is long.
 */
final class YamlLayer {
    private static final int MAX_ALIASES = 16;
    private static final int MAX_DEPTH = 32;

    /** Tags that a plain scalar gets by its form; any other was written by hand. */
    private static final Set<Tag> IMPLICIT_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE);

    private final ConfigSchema schema;
    private final String file;
    private final Layer layer = new Layer();
    private final Map<String, Integer> linesByPath = new HashMap<>();

    private YamlLayer(ConfigSchema schema, String file) {
        this.schema = schema;
        this.file = file;
    }

    static Layer read(ConfigSchema schema, YamlText yaml) {
        YamlLayer reader = new YamlLayer(schema, yaml.name());
        try {
            Optional.ofNullable(yaml().compose(new StringReader(yaml.text())))
                    .ifPresent(root -> reader.section("", root));
        } catch (MarkedYAMLException e) {
            reader.layer.problem(
                    Origin.file(yaml.name(), 1 + e.getProblemMark().getLine()),
                    "not valid YAML: " + Printable.of(e.getProblem()));
        } catch (ReaderException e) {
            reader.layer.problem(
                    Origin.file(yaml.name(), lineAt(yaml.text(), e.getPosition())),
                    "not valid YAML: control characters are not allowed");
        } catch (YAMLException e) {
            reader.layer.problem(
                    Origin.file(yaml.name(), 0), "not valid YAML: " + Printable.of(String.valueOf(e.getMessage())));
        }
        return reader.layer;
    }

    static String sectionMessage(ConfigSchema schema, String section, String actual) {
        return (section.isEmpty() ? "the file" : section) + " is " + actual + ", allowed is a section with the keys "
                + String.join(", ", schema.childrenOf(section));
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(YamlText.MAX_BYTES);
        return new Yaml(new SafeConstructor(options));
    }

    private void section(String path, Node node) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                entry(path, entry.getKeyNode(), entry.getValueNode());
            }
        } else if (!isNull(node)) {
            layer.problem(origin(node), sectionMessage(schema, path, describe(node)));
        }
    }

    private void entry(String section, Node keyNode, Node valueNode) {
        if (!(keyNode instanceof ScalarNode name)) {
            layer.problem(origin(keyNode), "a key is " + describe(keyNode) + ", allowed is a name");
            return;
        }
        String path = section.isEmpty() ? name.getValue() : section + "." + name.getValue();
        Integer firstLine = linesByPath.putIfAbsent(path, line(keyNode));
        if (firstLine != null) {
            layer.problem(origin(keyNode), Printable.of(path) + " is set again, first set in line " + firstLine);
        } else if (schema.isSection(path)) {
            section(path, valueNode);
        } else {
            schema.key(path)
                    .ifPresentOrElse(
                            key -> value(key, valueNode),
                            () -> layer.problem(origin(keyNode), UnknownKey.message(schema, path)));
        }
    }

    private void value(ConfigKey<?> key, Node node) {
        if (node instanceof ScalarNode scalar && !isNull(node) && IMPLICIT_TAGS.contains(node.getTag())) {
            boolean quoted = scalar.getScalarStyle() != ScalarStyle.PLAIN;
            layer.add(new Setting(key, scalar.getValue(), quoted, origin(node)));
        } else {
            layer.problem(Setting.problem(key, describe(node), origin(node)));
        }
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.NULL)
                && scalar.getScalarStyle() == ScalarStyle.PLAIN;
    }

    private static String describe(Node node) {
        if (isNull(node)) {
            return "empty";
        }
        if (node instanceof MappingNode) {
            return "a section";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        if (!IMPLICIT_TAGS.contains(node.getTag())) {
            return "a value with the tag " + Printable.of(node.getTag().getValue());
        }
        return "a value";
    }

    private Origin origin(Node node) {
        return Origin.file(file, line(node));
    }

    private static int line(Node node) {
        return 1 + node.getStartMark().getLine();
    }

    private static int lineAt(String text, int codePoints) {
        return 1
                + (int) text.codePoints()
                        .limit(codePoints)
                        .filter(c -> c == '\n')
                        .count();
    }
}
