package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One copy of one component, in a child JVM of its own with the heap of a small process. Immutable. */
public final class ComponentProcess implements Child {
    /** The exit code of a component that refuses its settings. */
    static final int WRONG_SETTINGS = 2;

    /**
     * Bounds that keep the process under 200 MiB. The serial collector has no threads and no tables of its own; on two cores
     * that many processes share, parallel collection would only make them wait for each other.
     */
    private static final List<String> FLAGS = List.of(
            "-Xmx96m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            // Twenty times a second a thread of the VM would write figures that nobody reads.
            "-XX:-UsePerfData",
            "-XX:MaxMetaspaceSize=96m",
            "-XX:ReservedCodeCacheSize=48m",
            "-XX:+ExitOnOutOfMemoryError");

    private static final Pattern SECRET = Pattern.compile("(password|secret|tokens?|jaas\\.config)$");

    private final String name;
    private final String component;
    private final Path jar;
    private final Path folder;
    private final Path log;
    private final Map<String, String> settings;

    /**
     * Describes a copy; {@link #start} starts it.
     *
     * @param component the component's name in {@code production.yml}
     * @param name its own name among all copies
     * @param jar what to run
     * @param settings its settings; those whose key tells of a secret travel in the environment, the others on the
     *     command line, which everyone on this machine can read
     */
    public ComponentProcess(String component, String name, Path jar, DataDirectory data, Map<String, String> settings) {
        this.component = component;
        this.name = name;
        this.jar = jar;
        this.folder = data.root();
        this.log = data.log(name);
        this.settings = new LinkedHashMap<>(settings);
    }

    /** Where it listens for HTTP requests; empty if it does not. */
    Optional<String> httpAddress() {
        return Optional.ofNullable(settings.get("port")).map(port -> "http://127.0.0.1:" + port);
    }

    Path jar() {
        return jar;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public Process start() throws IOException {
        if (!Files.exists(jar)) throw new IOException(jar + " is missing: build it with mvn -DskipTests package");
        List<String> arguments = new ArrayList<>(FLAGS);
        arguments.addAll(compilers());
        arguments.add(youngGeneration());
        arguments.addAll(ClassArchive.options(jar));
        arguments.addAll(userOptions());
        arguments.add("-jar");
        arguments.add(jar.toString());
        arguments.addAll(commandLine());
        return ChildProcess.start(ChildProcess.java(arguments), folder, environment(), log);
    }

    /** Each call of each session passes a business process twice: it is the first to have no time left. */
    private List<String> compilers() {
        return jar.getFileName().toString().startsWith("process-") ? Compilers.BOTH : Compilers.FIRST;
    }

    /**
     * A batch dies young if there is room for it: else the old generation is collected all the time. operation-db, with Hibernate's
     * classes beside its heap, stays under the bound with less room.
     */
    private String youngGeneration() {
        return jar.endsWith("operation-db.jar") ? "-Xmn32m" : "-Xmn48m";
    }

    /** What the user wants each component's JVM to be given as well: a larger heap, a debugger, an agent. */
    private static List<String> userOptions() {
        String options = System.getenv("RELAIS_JVM_OPTIONS");
        return options == null || options.isBlank()
                ? List.of()
                : List.of(options.trim().split(" +"));
    }

    List<String> commandLine() {
        return settings.entrySet().stream()
                .filter(setting -> !isSecret(setting.getKey()))
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toList();
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        // The C library's arenas, eight for each core, are most of what a small JVM takes beside its heap.
        environment.put("MALLOC_ARENA_MAX", "2");
        settings.forEach((key, value) -> {
            if (isSecret(key)) environment.put(variable(component, key), value);
        });
        return environment;
    }

    /** The environment's name for a setting: of one component, or, where that is empty, of all of them. */
    static String variable(String component, String key) {
        String owner = key.startsWith("kafka.") || component.isEmpty() ? "" : component + "_";
        return ("RELAIS_" + owner + key).replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Whether a setting's key tells of a secret. */
    static boolean isSecret(String key) {
        return SECRET.matcher(key).find();
    }

    /** Wrong settings stay wrong: only people can mend them. */
    @Override
    public boolean restartable(int exitCode) {
        return exitCode != WRONG_SETTINGS;
    }
}
