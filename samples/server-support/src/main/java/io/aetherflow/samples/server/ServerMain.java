// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import io.aetherflow.samples.server.config.Config;
import io.aetherflow.samples.server.config.ConfigException;
import io.aetherflow.samples.server.config.ConfigLoader;
import io.aetherflow.samples.server.config.ConfigProblem;
import io.aetherflow.samples.server.config.KeyHelp;
import io.aetherflow.samples.server.keys.LogKeys;
import io.aetherflow.samples.server.logging.Logging;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a sample server's process, from its arguments to its exit code. */
public final class ServerMain {
    /** Stopped when asked to, or printed what was asked for. */
    public static final int EXIT_OK = 0;

    /** Could not start or failed. */
    public static final int EXIT_FAILED = 1;

    /** Arguments or configuration cannot be used. */
    public static final int EXIT_USAGE = 2;

    /** Longer than the harness's grace and all that is closed after it. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ServerMain.class);

    private final ServerDefinition definition;
    private final Console console;
    private final Supplier<StopSignal> stopSignal;

    ServerMain(ServerDefinition definition, Console console, Supplier<StopSignal> stopSignal) {
        this.definition = definition;
        this.console = console;
        this.stopSignal = stopSignal;
    }

    /**
     * Runs a server until the process is asked to end. To be called once, by {@code main}:
     * {@code System.exit(ServerMain.run(args, new SessionServer()))}.
     *
     * @param args the process's arguments
     * @param definition which server
     * @return the exit code
     */
    public static int run(String[] args, ServerDefinition definition) {
        limitHttpServer();
        return new ServerMain(definition, Console.system(), () -> ShutdownHook.install(definition.name(), STOP_LIMIT))
                .run(List.of(args));
    }

    int run(List<String> arguments) {
        CommandLine line = CommandLine.parse(arguments);
        if (line.help()) {
            console.out().printf("usage: %s %s%n%n", definition.name(), CommandLine.USAGE);
            console.out().print(KeyHelp.of(definition.schema()));
            return EXIT_OK;
        }
        Config config;
        try {
            config = load(line);
        } catch (ConfigException e) {
            e.problems().forEach(console.err()::println);
            return EXIT_USAGE;
        }
        if (line.printConfig()) {
            config.warnings().forEach(console.err()::println);
            console.out().print(config.describe());
            return EXIT_OK;
        }
        Logging.configure(config.value(LogKeys.LEVEL), config.value(LogKeys.FORMAT));
        config.warnings().forEach(LOG::warn);
        return serve(config);
    }

    private Config load(CommandLine line) {
        ConfigLoader loader = new ConfigLoader(definition.schema()).environment(console.environment());
        line.assignments().forEach(loader::set);
        line.configFile()
                .ifPresentOrElse(
                        loader::file,
                        () -> definition
                                .bundledConfig()
                                .ifPresent(url -> loader.resource(definition.name() + ".yaml", url)));
        List<ConfigProblem> problems = new ArrayList<>(line.problems());
        try {
            Config config = loader.load();
            if (problems.isEmpty()) {
                return config;
            }
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        throw new ConfigException(problems);
    }

    private int serve(Config config) {
        StopSignal stop = stopSignal.get();
        int code = EXIT_FAILED;
        try {
            code = serveUntil(stop, config);
        } finally {
            stop.finished(code);
        }
        return code;
    }

    private int serveUntil(StopSignal stop, Config config) {
        try (SampleServer server = SampleServer.start(definition, config)) {
            announce(server);
            stop.await();
            LOG.info("{} is stopping", definition.name());
        } catch (ServerStartException e) {
            console.err().println(e.getMessage());
            return EXIT_FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return EXIT_FAILED;
        } catch (RuntimeException e) {
            LOG.error("{} failed", definition.name(), e);
            return EXIT_FAILED;
        }
        LOG.info("{} has stopped", definition.name());
        return EXIT_OK;
    }

    private void announce(SampleServer server) {
        String metrics = server.metricsUri().map(uri -> ", metrics on " + uri).orElse("");
        console.out().println(definition.name() + " listening on " + server.address() + metrics);
        console.out().flush();
    }

    /** The JDK's HTTP server takes its limits from system properties only; without them it waits for ever. */
    private static void limitHttpServer() {
        defaultProperty("sun.net.httpserver.maxReqTime", "10");
        defaultProperty("sun.net.httpserver.maxRspTime", "10");
        defaultProperty("jdk.httpserver.maxConnections", "64");
    }

    private static void defaultProperty(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
