// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import io.aetherflow.core.NanoClock;
import io.aetherflow.samples.demo.DemoCommand;
import io.aetherflow.samples.demo.Progress;
import io.aetherflow.samples.editors.BuiltInText;
import io.aetherflow.samples.editors.EditingRun;
import io.aetherflow.samples.editors.Measurements;
import io.aetherflow.samples.editors.Servers;
import io.aetherflow.samples.editors.TextScript;
import io.aetherflow.samples.editors.TypingScript;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** The sample's command: several users edit the same documents at once, and the result is checked. */
public final class Collab {
    private Collab() {}

    /**
     * Runs the sample and exits: 0 if everything held, 1 if not, 2 if the command line is wrong.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        return DemoCommand.run("collab", Options.USAGE, err, () -> {
            Options options = Options.parse(args);
            if (options.help()) {
                out.println(Options.USAGE);
                return true;
            }
            return run(options, out);
        });
    }

    private static boolean run(Options options, PrintStream out) throws Exception {
        TextScript script = script(options);
        Measurements measurements = new Measurements(NanoClock.system());
        try (Backend backend = new Backend(options.session(), options.stateSync())) {
            Servers servers = backend.servers();
            out.println("session server " + servers.session().get(0) + ", state-sync server "
                    + servers.stateSync().get(0) + ", " + script.users() + " users");
            EditingRun run = new EditingRun(script, servers, measurements, NanoClock.system());
            Progress progress = run.progress(out);
            EditingRun.Outcome outcome = run.run(progress, CompletableFuture.completedFuture(null));
            boolean defaultRun = options.trace().isEmpty() && options.text().isEmpty() && script.users() > 1;
            return new Summary(out, script, measurements)
                    .print(outcome, defaultRun, options.trace().isPresent());
        }
    }

    private static TextScript script(Options options) throws IOException {
        if (options.trace().isPresent()) {
            Path file = options.trace().get();
            Trace trace = read(file);
            String name = file.getFileName().toString();
            return trace.concurrent() ? new ReplayScript(name, trace) : new DealtScript(name, trace, options.users());
        }
        if (options.text().isPresent()) {
            Path file = options.text().get();
            return new TypingScript(
                    file.getFileName().toString(), utf8(file, Files.readAllBytes(file)), options.users());
        }
        return new TypingScript("built-in text", BuiltInText.read(), options.users());
    }

    private static Trace read(Path file) throws IOException {
        try {
            return TraceReader.read(file);
        } catch (IOException e) {
            throw new IOException("--trace " + file + " is no editing history: " + e.getMessage(), e);
        }
    }

    private static String utf8(Path file, byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("--text " + file + " is not valid UTF-8", e);
        }
    }
}
