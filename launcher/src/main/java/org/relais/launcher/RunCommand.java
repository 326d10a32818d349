package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code relais run}: the whole production on this machine, until Ctrl-C or the end of the input. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts a broker, PostgreSQL and the components of a production on this machine, and processes what is in the"
                    + " CSV folder. Goes on watching that folder until Ctrl-C; started again, it goes on where it stopped."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all input is processed (--until-idle)",
            "1:something can't be started; the last line says what to do",
            "2:wrong usage or wrong settings",
            "3:all input is processed, and there are dead letters",
            "130:stopped by Ctrl-C, in order",
            "143:stopped by SIGTERM, in order"
        },
        footerHeading = "%nExample:%n",
        footer = "  relais run --csv rows.csv --until-idle --json")
final class RunCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "where everything lives: in/ (CSV), out/, broker, database, logs (default: ./data)")
    private Path data = Path.of("data");

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "put this file into the CSV folder instead of the sample")
    private @Nullable Path csv;

    @Option(names = "--until-idle", description = "end when all input is processed, instead of waiting for more")
    private boolean untilIdle;

    @Option(names = "--json", description = "print the summary as JSON, and everything else to stderr")
    private boolean json;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "the broker's port (default: that of the last run, 9092, or another free one)")
    private int kafkaPort;

    @Option(
            names = "--postgres-port",
            paramLabel = "PORT",
            description = "PostgreSQL's port (default: that of the last run, 5432, or another free one)")
    private int postgresPort;

    @Option(
            names = "--durable",
            description =
                    "force each record to the disk before it is acknowledged: safe against power loss, and slower")
    private boolean durable;

    @Option(
            names = "--set",
            paramLabel = "COMPONENT.KEY=VALUE",
            description = "a component's setting, over production.yml; e.g. --set service-csv.filename='*.csv'")
    private List<String> settings = List.of();

    @Option(
            names = "--copies",
            paramLabel = "COMPONENT=N",
            description = "how many processes of a component run, over production.yml")
    private List<String> copies = List.of();

    @Option(
            names = "--production",
            paramLabel = "FILE",
            description = "the production to run (default: production.yml of this clone)")
    private @Nullable Path productionFile;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Console console = json ? new Console(System.err, isTerminal("2")) : new Console(System.out, isTerminal("1"));
        return new Run(options(), console, untilIdle, json).call();
    }

    /** The script that starts this JVM knows which of its streams a person looks at; Java can't tell them apart. */
    private static boolean isTerminal(String stream) {
        return System.getProperty("relais.terminal", "").contains(stream);
    }

    private ProductionOptions options() {
        ProductionOptions options = new ProductionOptions(Home.find(), data)
                .kafkaPort(port("--kafka-port", kafkaPort))
                .postgresPort(port("--postgres-port", postgresPort))
                .durable(durable);
        if (csv != null) options.csv(csv);
        if (productionFile != null) options.productionFile(productionFile);
        settings.forEach(setting -> set(options, setting));
        copies.forEach(each -> copies(options, each));
        return options;
    }

    private int port(String option, int port) {
        if (port < 0 || port > 65_535) throw wrong(option + " " + port + " is no port: 1 to 65535");
        return port;
    }

    private void set(ProductionOptions options, String setting) {
        int equals = setting.indexOf('=');
        int dot = setting.indexOf('.');
        if (dot < 1 || equals < dot + 2) throw wrong("--set " + setting + " is not COMPONENT.KEY=VALUE");
        options.set(setting.substring(0, dot), setting.substring(dot + 1, equals), setting.substring(equals + 1));
    }

    private void copies(ProductionOptions options, String text) {
        if (!text.matches("[^=]+=\\d{1,3}")) throw wrong("--copies " + text + " is not COMPONENT=N");
        int equals = text.indexOf('=');
        options.copies(text.substring(0, equals), Integer.parseInt(text.substring(equals + 1)));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), message);
    }
}
