// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.config;

import java.util.ArrayList;
import java.util.List;

/** What one source of configuration says: settings, problems and warnings, collected while the source is read. */
final class Layer {
    private final List<Setting> settings = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    List<Setting> settings() {
        return settings;
    }

    List<ConfigProblem> problems() {
        return problems;
    }

    List<String> warnings() {
        return warnings;
    }

    void add(Setting setting) {
        settings.add(setting);
    }

    void problem(Origin origin, String message) {
        problem(new ConfigProblem(origin, message));
    }

    void problem(ConfigProblem problem) {
        problems.add(problem);
    }

    void problems(List<ConfigProblem> added) {
        problems.addAll(added);
    }

    void warning(String message) {
        warnings.add(message);
    }
}
