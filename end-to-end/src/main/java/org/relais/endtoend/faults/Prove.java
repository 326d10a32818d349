package org.relais.endtoend.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relais.launcher.BuildVersion;
import org.relais.launcher.Home;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code relais prove}. */
@Command(
        name = "relais prove",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        description = {
            "Runs the formation production on generated rows, hurts each of its processes again and again, and checks that every"
                    + " row has had each of its effects exactly once, in order, and that every call was answered.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every guarantee held", "1:one did not; the first differences are named", "2:wrong usage"})
final class Prove implements Callable<Integer> {
    /** The logging of this program. */
    private static final String LOGGING = "relais-prove-logback.xml";

    private static final int FEW_KILLS = 50;
    private static final int MOST_ROWS = 50_000_000;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "SIGKILLs, with other faults in between (default: " + FEW_KILLS
                    + ", or as many as there is time for)")
    private int kills;

    @Option(names = "--minutes", paramLabel = "N", description = "no more faults after so many minutes")
    private int minutes;

    @Option(
            names = "--rows",
            defaultValue = "200000",
            paramLabel = "N",
            description = "rows at least (${DEFAULT-VALUE}); there are more if the faults take longer")
    private int rows;

    @Option(names = "--seed", paramLabel = "N", description = "repeats the choices of an earlier run")
    private @Nullable Long seed;

    @Option(names = "--json", description = "print JSON instead of a table")
    private boolean json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "put data and logs there, and keep them; else they are kept if a guarantee did not hold")
    private @Nullable Path data;

    Prove() {}

    /**
     * Runs the command and ends this process.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.setProperty("logback.configurationFile", LOGGING);
        System.exit(new CommandLine(new Prove()).execute(args));
    }

    @Override
    public Integer call() throws IOException, SQLException {
        if (kills < 0 || minutes < 0 || rows < 1 || rows > MOST_ROWS) {
            System.err.println("--kills and --minutes take 1 or more, --rows 1 to " + MOST_ROWS);
            return CommandLine.ExitCode.USAGE;
        }
        Path folder = data == null ? Files.createTempDirectory("relais-prove-") : data;
        Report report = report(folder);
        System.out.println(json ? report.json() : report.table());
        if (data == null && report.holds()) {
            delete(folder);
        } else {
            System.err.println("Data and logs are in " + folder);
        }
        return report.holds() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Report report(Path folder) throws IOException, SQLException {
        PrintStream progress = json ? System.err : System.out;
        try (Proof proof = Proof.begin(plan(), Home.find(), folder, progress)) {
            Thread stop = new Thread(() -> stop(proof), "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            Report report = proof.run();
            Runtime.getRuntime().removeShutdownHook(stop);
            return report;
        }
    }

    private Plan plan() {
        int all = kills > 0 ? kills : minutes > 0 ? Integer.MAX_VALUE : FEW_KILLS;
        long drawn = seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed;
        return new Plan(all, rows, minutes > 0 ? Duration.ofMinutes(minutes) : null, drawn);
    }

    /** Ctrl-C reaches this process only: the production is in a session of its own. */
    private static void stop(Proof proof) {
        try {
            proof.close();
        } catch (IOException e) {
            System.err.println("the production may still run: " + e.getMessage());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
