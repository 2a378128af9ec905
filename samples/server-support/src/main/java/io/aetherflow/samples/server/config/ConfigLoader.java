// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A builder of {@link Config} that lays its sources over each other: defaults, then the YAML file, then environment
 * variables, then {@code --set}. Every source is checked in full, also where a later one overrides it, and all
 * problems are reported together. For use by one thread.
 */
public final class ConfigLoader {
    private final ConfigSchema schema;
    private final List<String> assignments = new ArrayList<>();
    private Map<String, String> environment = Map.of();
    private String fileName = "";
    private @Nullable Opener opener;

    @FunctionalInterface
    private interface Opener {
        InputStream open() throws IOException;
    }

    /**
     * Creates a loader without sources.
     *
     * @param schema the known keys
     */
    public ConfigLoader(ConfigSchema schema) {
        this.schema = schema;
    }

    /**
     * Reads this YAML file. Replaces what was given to be read before.
     *
     * @param file the file; messages name it as it is given here
     * @return this loader
     */
    public ConfigLoader file(Path file) {
        fileName = Printable.of(file.toString());
        opener = () -> Files.newInputStream(file);
        return this;
    }

    /**
     * Reads this bundled YAML file. Replaces what was given to be read before.
     *
     * @param name the file's name in messages
     * @param resource where its bytes are
     * @return this loader
     */
    public ConfigLoader resource(String name, URL resource) {
        fileName = name;
        opener = resource::openStream;
        return this;
    }

    /**
     * Reads YAML from memory. Replaces what was given to be read before.
     *
     * @param name the text's name in messages
     * @param yaml the text
     * @return this loader
     */
    public ConfigLoader yaml(String name, String yaml) {
        fileName = name;
        opener = () -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /**
     * Reads these environment variables.
     *
     * @param variables names and values, such as {@link System#getenv()}
     * @return this loader
     */
    public ConfigLoader environment(Map<String, String> variables) {
        environment = Map.copyOf(variables);
        return this;
    }

    /**
     * Sets one key, over all other sources.
     *
     * @param path such as {@code Server.Port}
     * @param text the value as it is written in a file
     * @return this loader
     */
    public ConfigLoader set(String path, String text) {
        return set(path + "=" + text);
    }

    /**
     * Sets one key, over all other sources.
     *
     * @param assignment such as {@code Server.Port=9001}
     * @return this loader
     */
    public ConfigLoader set(String assignment) {
        assignments.add(assignment);
        return this;
    }

    /**
     * Returns the effective configuration.
     *
     * @return a value for each key of the schema
     * @throws ConfigException if any source has a problem; carries all of them
     */
    public Config load() {
        List<ConfigProblem> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Map<String, Config.Entry> entries = new LinkedHashMap<>();
        Set<String> failed = new HashSet<>();
        for (Layer layer : layers()) {
            problems.addAll(layer.problems());
            warnings.addAll(layer.warnings());
            for (Setting setting : layer.settings()) {
                parse(setting)
                        .ifPresentOrElse(entry -> entries.put(setting.key().path(), entry), () -> {
                            problems.add(setting.problem());
                            failed.add(setting.key().path());
                        });
            }
        }
        Config config = new Config(entries, warnings);
        problems.addAll(brokenRules(config, failed));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    private List<Layer> layers() {
        return List.of(
                defaults(),
                fileLayer(),
                EnvironmentLayer.read(schema, environment),
                SetLayer.read(schema, assignments));
    }

    private Layer defaults() {
        Layer layer = new Layer();
        schema.keys().forEach(key -> layer.add(Setting.plain(key, key.defaultText(), Origin.DEFAULT)));
        return layer;
    }

    private Layer fileLayer() {
        Layer failed = new Layer();
        if (opener == null) {
            return failed;
        }
        try (InputStream in = opener.open()) {
            return YamlLayer.read(schema, YamlText.read(fileName, in));
        } catch (NoSuchFileException e) {
            failed.problem(Origin.file(fileName, 0), "the file does not exist");
        } catch (IOException e) {
            failed.problem(Origin.file(fileName, 0), "the file cannot be read: " + e.getMessage());
        } catch (ConfigException e) {
            failed.problems(e.problems());
        }
        return failed;
    }

    private static Optional<Config.Entry> parse(Setting setting) {
        ValueType<?> type = setting.key().type();
        if (setting.quoted() && type.plainOnly()) {
            return Optional.empty();
        }
        return type.parse(setting.text()).map(value -> new Config.Entry(setting, value));
    }

    private List<ConfigProblem> brokenRules(Config config, Set<String> failed) {
        List<ConfigProblem> broken = new ArrayList<>();
        for (ConfigRule rule : schema.rules()) {
            if (rule.keys().stream().map(ConfigKey::path).noneMatch(failed::contains)) {
                rule.check()
                        .apply(config)
                        .ifPresent(message -> broken.add(new ConfigProblem(blamed(config, rule), message)));
            }
        }
        return broken;
    }

    private static Origin blamed(Config config, ConfigRule rule) {
        return rule.keys().stream()
                .map(config::origin)
                .filter(origin -> origin.kind() != Origin.Kind.DEFAULT)
                .findFirst()
                .orElse(Origin.DEFAULT);
    }
}
