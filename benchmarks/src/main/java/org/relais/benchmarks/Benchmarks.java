package org.relais.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.relais.launcher.BuildVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code relais bench}. */
@Command(
        name = "relais bench",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        description = {
            "Runs the formation production on a generated CSV file and measures what it costs, against what Kafka alone costs"
                    + " for the same messages. Everything else on the machine should be idle.",
            ""
        })
final class Benchmarks implements Callable<Integer> {

    /** The logging of this program and of the floor. */
    static final String LOGGING = "relais-bench-logback.xml";

    private static final int MAX_ROWS = 10_000_000;

    @Option(names = "--rows", defaultValue = "500000", paramLabel = "N", description = "rows (${DEFAULT-VALUE})")
    private int rows;

    @Option(names = "--runs", defaultValue = "1", paramLabel = "N", description = "whole runs; the median is shown")
    private int runs;

    @Option(names = "--json", description = "print JSON instead of a table")
    private boolean json;

    @Option(names = "--data", paramLabel = "DIR", description = "put data there, and keep it")
    private @Nullable Path data;

    @Option(
            names = "--messages",
            defaultValue = "1000",
            paramLabel = "N",
            description = "single messages, 50 a second, to measure the latency of (${DEFAULT-VALUE})")
    private int messages;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "what rows are made from (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--rejected",
            defaultValue = "0",
            paramLabel = "PERCENT",
            description = "measure the production also with so many in a hundred rows rejected (${DEFAULT-VALUE})")
    private int rejected;

    @Option(
            names = "--rejected-by",
            defaultValue = "database",
            paramLabel = "WHAT",
            description = "what rejects them: length, of a name; database, by a constraint (${DEFAULT-VALUE})")
    private Refusal refusal = Refusal.DATABASE;

    @Option(
            names = "--parts",
            split = ",",
            defaultValue = "floor,production,latency,http",
            paramLabel = "PART",
            description = "what to measure (${DEFAULT-VALUE})")
    private Set<Bench.Part> parts = EnumSet.allOf(Bench.Part.class);

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a setting of all components, and of the floor's clients, e.g. max.poll.records=5000")
    private Map<String, String> settings = new LinkedHashMap<>();

    Benchmarks() {}

    /**
     * Runs the command and ends this process.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.setProperty("logback.configurationFile", LOGGING);
        System.setProperty("java.class.path", absolute(System.getProperty("java.class.path")));
        System.exit(new CommandLine(new Benchmarks())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    /** Children have another working folder. */
    private static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(entry -> new File(entry).getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rows < 1 || rows > MAX_ROWS || runs < 1 || messages < 1 || rejected < 0 || rejected > 100) {
            System.err.println(
                    "--rows takes 1 to " + MAX_ROWS + ", --runs 1 or more, --messages 1 or more, --rejected 0 to 100");
            return CommandLine.ExitCode.USAGE;
        }
        Rows refused = new Rows(rows, seed, rejected, refusal);
        Bench bench = new Bench(new Rows(rows, seed), refused, messages, parts, settings, folder(), data != null);
        List<Measurement> all = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            all.add(bench.run(run));
            if (!json) {
                System.out.println(Table.of(all.get(run - 1)));
            }
        }
        if (json) {
            System.out.println(Report.json(median(all), all));
        }
        return CommandLine.ExitCode.OK;
    }

    private static Measurement median(List<Measurement> all) {
        return all.stream()
                .sorted(Comparator.comparingDouble(Measurement::ratio))
                .toList()
                .get(all.size() / 2);
    }

    private Path folder() throws IOException {
        Path folder = data == null
                ? Files.createTempDirectory("relais-bench-")
                : Files.createDirectories(data).toRealPath();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(folder), "clean-up"));
        return folder;
    }

    /** However this process ends. */
    private void cleanUp(Path folder) {
        Children.stopAll();
        try {
            if (data == null) {
                Bench.delete(folder);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("bench: " + folder + " is left: " + e.getMessage());
        }
    }
}
