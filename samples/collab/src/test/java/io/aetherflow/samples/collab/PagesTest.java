// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the project's pages show is true: examples compile, links lead somewhere. */
class PagesTest {
    private static final Path ROOT = root();
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("aetherflow-core"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "aetherflow-core/README.md"})
    void examplesCompile(String page, @TempDir Path folder) throws IOException {
        List<String> examples = examples(page);
        assertThat(examples).isNotEmpty();
        for (int i = 0; i < examples.size(); i++) {
            Path file = folder.resolve("Example" + i + ".java");
            Files.writeString(file, wrapped("Example" + i, examples.get(i)));
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            int errors = compiler.run(
                    null,
                    null,
                    null,
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    file.toString());
            assertThat(errors)
                    .as("%s, example %d:\n%s", page, i + 1, examples.get(i))
                    .isZero();
        }
    }

    /** The examples of these pages are the body of a test class, so that they are not only compiled but run. */
    @ParameterizedTest
    @ValueSource(strings = {"aetherflow-session", "aetherflow-statesync", "aetherflow-grpc"})
    void examplesOfModulesAreThoseTheirTestsRun(String module) throws IOException {
        List<String> examples = examples(module + "/README.md");
        assertThat(examples).isNotEmpty();
        String tests;
        try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/test"))) {
            tests = files.filter(file -> file.getFileName().toString().endsWith("ReadmeExample.java"))
                    .map(PagesTest::read)
                    .map(PagesTest::withoutIndents)
                    .collect(Collectors.joining("\n"));
        }
        for (String example : examples) {
            String body =
                    example.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
            assertThat(tests).contains(withoutIndents(body).strip());
        }
    }

    @Test
    void linksLeadToFiles() throws IOException {
        List<Path> pages;
        try (Stream<Path> files = Files.walk(ROOT, 3)) {
            pages = files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
        for (Path page : pages) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                assertThat(page.resolveSibling(link.group(1)))
                        .as("link in %s", ROOT.relativize(page))
                        .exists();
            }
        }
    }

    private static List<String> examples(String page) throws IOException {
        List<String> examples = new ArrayList<>();
        Matcher block = JAVA_BLOCK.matcher(Files.readString(ROOT.resolve(page)));
        while (block.find()) {
            examples.add(block.group(1));
        }
        return examples;
    }

    private static String wrapped(String name, String example) {
        String imports =
                example.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        String body =
                example.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        return imports + "\nclass " + name + " {\n    void run() throws Exception {\n" + body + "\n    }\n}\n";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String withoutIndents(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
